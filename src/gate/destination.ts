const NAMED: Readonly<Record<string, string>> = {
	colon: ':', tab: '\t', newline: '\n', sol: '/', bsol: '\\', period: '.', amp: '&', lpar: '(', rpar: ')', num: '#', lt: '<', gt: '>', quot: '"', apos: "'", semi: ';', nbsp: ' ', equals: '=',
};

/** Resolves character references, twice, because some renderers do. */
export function decodeEntities(text: string): string {
	let out = text;
	for (let round = 0; round < 2 && out.includes('&'); round++) {
		out = out.replace(/&(?:#[xX]([0-9a-fA-F]{1,8})|#([0-9]{1,10})|([A-Za-z]{2,8}));?/g, (whole, hex?: string, decimal?: string, name?: string) => {
			if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
			const code = hex === undefined ? Number.parseInt(decimal ?? '', 10) : Number.parseInt(hex, 16);
			return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '';
		});
	}
	return out;
}

const decodePercent = (text: string): string => text.replace(/%([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

// What a URL parser drops before it looks for the scheme, and what could be hidden inside one.
const DROPPED = /[\s\p{Cc}\p{Cf}\\]+/gu;
const SCHEME = /^([a-z][a-z0-9+.-]*):/;

/** Schemes that run code, read the disk or drive an app, however they are written. */
export const DANGEROUS_SCHEME =
	/^(?:javascript|vbscript|livescript|mocha|data|file|obsidian|app|capacitor|shell|blob|filesystem|view-source|about|chrome|chrome-extension|resource|jar|ms-[a-z0-9.-]+|search-ms|search|vscode|vscode-insiders|cursor|smb|nfs|ldap|telnet|ssh|steam|zoommtg|x-apple\S*|intent|content|onenote|mk|its|mhtml|res)$/;

export type Destination =
	| { readonly kind: 'local' }
	| { readonly kind: 'web'; readonly scheme: 'http' | 'https' | 'mailto' }
	| { readonly kind: 'host' }
	| { readonly kind: 'scheme'; readonly scheme: string };

/** Where a link's destination leads, after undoing every encoding that a renderer or a browser would undo. */
export function destination(raw: string): Destination {
	const plain = decodeEntities(raw).replace(DROPPED, '').normalize('NFKC').toLowerCase();
	const scheme = SCHEME.exec(plain)?.[1];
	if (scheme === 'http' || scheme === 'https' || scheme === 'mailto') return { kind: 'web', scheme };
	if (scheme !== undefined) return { kind: 'scheme', scheme };
	if (/^\/\//.test(plain) || /^\s*\\/.test(decodeEntities(raw))) return { kind: 'host' };
	if (plain.includes('%')) {
		const decoded = decodePercent(decodePercent(decodePercent(plain))).replace(DROPPED, '').toLowerCase();
		const hidden = SCHEME.exec(decoded)?.[1];
		if (hidden !== undefined && (DANGEROUS_SCHEME.test(hidden) || hidden === 'http' || hidden === 'https')) return { kind: 'scheme', scheme: hidden };
	}
	return { kind: 'local' };
}

// A renderer may or may not count these at the end of a bare address; they carry nothing.
const TAIL = /[\s)\]}*_~.,;:!?'"”’»›>|`…—–\\。，、；：！？）】」』》]$/u;
const FOOTNOTE_MARK = /\[\^[\w-]{1,24}\]$/;

const unescaped = (text: string): string => text.replace(/\\([!-/:-@[-`{-~])/g, '$1');

/** The address as found, and again without each piece of punctuation or footnote mark that may follow one in prose; escapes undone. */
export function addressForms(run: string): string[] {
	let rest = unescaped(run);
	const forms = rest === run ? [run] : [run, rest];
	for (let step = 0; step < 24; step++) {
		const shorter = rest.slice(-32).replace(FOOTNOTE_MARK, '').length;
		const cut = Math.min(rest.length, 32) - shorter;
		const next = cut > 0 ? rest.slice(0, -cut) : TAIL.test(rest.slice(-1)) ? rest.slice(0, -1) : rest;
		if (next === rest) break;
		rest = next;
		forms.push(rest);
	}
	return forms;
}
