import { appendFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { Script } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { builtCli } from './built-cli.js';

const cli = await builtCli();
const folder = dirname(cli.path);
const program = join(folder, 'cli-program.cjs');
const compiled = join(folder, 'cli-program.compiled');
const whole = readFileSync(compiled);

const version = async (): Promise<string> => {
	const { code, stdout, stderr } = await cli.run(['version']);
	return `${String(code)} ${stdout}${stderr}`;
};

describe('what the engine compiled when the command line was built', () => {
	it('is what a start takes up', () => {
		// With the flags that a start sets, the first line of which says so.
		for (const [, flag = ''] of readFileSync(cli.path, 'utf8').matchAll(/setFlagsFromString\)?\("([^"]+)"\)/g)) setFlagsFromString(flag);
		const script = new Script(readFileSync(program, 'utf8'), { filename: program, cachedData: whole.subarray(32) });
		expect(script.cachedDataRejected).toBe(false);
	});

	it.each<readonly [string, () => void]>([
		['is missing', () => { rmSync(compiled); }],
		['is cut off', () => { writeFileSync(compiled, whole.subarray(0, 1000)); }],
		['is empty', () => { writeFileSync(compiled, ''); }],
		['is of another engine', () => { writeFileSync(compiled, Buffer.concat([whole.subarray(0, 32), Buffer.alloc(1000, 7)])); }],
	])('is not needed where it %s', async (_, spoil) => {
		spoil();
		expect(await version()).toBe('0 commonplace 0.1.0\n');
	});

	it('is not taken up by another program, even one as long', async () => {
		const other = readFileSync(program, 'utf8').replaceAll('commonplace ${', 'Commonplace ${');
		writeFileSync(program, other);
		writeFileSync(compiled, whole);
		expect(await version()).toBe('0 Commonplace 0.1.0\n');
		appendFileSync(program, '\n');
		expect(await version()).toBe('0 Commonplace 0.1.0\n');
	});
});
