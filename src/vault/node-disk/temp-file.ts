import { closeSync, fchmodSync, openSync, unlinkSync, writeFileSync } from 'node:fs';
import { errno, ignoring } from '../disk-error.js';
import { toPlatter } from './sync-folder.js';

// The name tells a crash's leftovers from a person's file, and whose they are.
const TEMP = /^\.commonplace-(\d+)-\d+\.tmp$/;
let temps = 0;

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return errno(error) !== 'ESRCH';
	}
}

/** Whether a file of this name was left by a process that is no more. */
export function isLeftover(name: string): boolean {
	const owner = TEMP.exec(name)?.[1];
	return owner !== undefined && !isRunning(Number(owner));
}

/** Removes a file; one that is gone already is no error. */
export const drop = (file: string): void => {
	ignoring(['ENOENT'], () => {
		unlinkSync(file);
	});
};

/** Opens a new hidden file in the folder. */
function openTemp(folder: string): { readonly fd: number; readonly temp: string } {
	for (;;) {
		temps += 1;
		const temp = `${folder}/.commonplace-${process.pid}-${temps}.tmp`;
		try {
			return { fd: openSync(temp, 'wx'), temp };
		} catch (error) {
			if (errno(error) !== 'EEXIST') throw error;
		}
	}
}

/** Writes a hidden file beside the target, and to the platter if asked; returns its path. */
export async function writeTemp(folder: string, text: string, durable: boolean, mode: number | null): Promise<string> {
	const { fd, temp } = openTemp(folder);
	try {
		if (mode !== null) fchmodSync(fd, mode);
		writeFileSync(fd, text);
		if (durable) await toPlatter(fd);
	} catch (error) {
		closeSync(fd);
		drop(temp);
		throw error;
	}
	closeSync(fd);
	return temp;
}
