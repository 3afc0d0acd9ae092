/** As the app does it: slashes, no doubled or outer ones, no-break spaces to spaces, NFC; the root is `/`. */
export function normalizePath(path: string): string {
	const plain = path
		.replace(/[\\/]+/g, '/')
		.replace(/^\/+|\/+$/g, '')
		.replace(/[\u00a0\u202f]/g, ' ')
		.normalize('NFC');
	return plain === '' ? '/' : plain;
}

/** The folder's path; `/` for what stands in the root, as the app names it. */
export function parentOf(path: string): string {
	const slash = path.lastIndexOf('/');
	return slash < 0 ? '/' : path.slice(0, slash);
}

export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** Lower case, without the dot; empty for a name that only begins with one. */
export function extensionOf(path: string): string {
	const name = nameOf(path);
	const dot = name.lastIndexOf('.');
	return dot <= 0 || dot === name.length - 1 ? '' : name.slice(dot + 1).toLowerCase();
}

export function basenameOf(path: string): string {
	const name = nameOf(path);
	const extension = extensionOf(path);
	return extension === '' ? name : name.slice(0, -extension.length - 1);
}

export const join = (folder: string, name: string): string => (folder === '/' || folder === '' ? name : `${folder}/${name}`);

/** What begins with a dot is no part of the vault: the adapter reads it, the tree does not show it. */
export const isHidden = (path: string): boolean => path.split('/').some((part) => part.startsWith('.') && part !== '.' && part !== '..');

export function parseLinktext(linktext: string): { path: string; subpath: string } {
	const plain = linktext.replaceAll('\u00a0', ' ');
	const hash = plain.indexOf('#');
	return hash < 0 ? { path: plain.trim(), subpath: '' } : { path: plain.slice(0, hash).trim(), subpath: plain.slice(hash).trim() };
}

export const getLinkpath = (linktext: string): string => parseLinktext(linktext).path;

/** `./` and `../` from a folder; `null` where it leads out of the vault. */
export function resolveRelative(folder: string, path: string): string | null {
	const parts = folder === '/' || folder === '' ? [] : folder.split('/');
	for (const part of path.split('/')) {
		if (part === '..') {
			if (parts.pop() === undefined) return null;
		} else if (part !== '.' && part !== '') parts.push(part);
	}
	return parts.join('/');
}
