const ENTITY = /&(?:#(\d{1,7})|#[xX]([0-9a-fA-F]{1,6})|([A-Za-z][A-Za-z0-9]{1,31}));/y;

// Names that prose really holds; a name that is not known stays as it is written.
const ENTITIES: Readonly<Record<string, string>> = {
	amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', shy: '\u00ad', copy: '©', reg: '®', trade: '™', deg: '°',
	hellip: '…', mdash: '—', ndash: '–', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', sbquo: '‚', bdquo: '„', laquo: '«', raquo: '»',
	bull: '•', middot: '·', sect: '§', para: '¶', times: '×', divide: '÷', plusmn: '±', minus: '−', frac12: '½', frac14: '¼', frac34: '¾',
	larr: '←', uarr: '↑', rarr: '→', darr: '↓', harr: '↔', le: '≤', ge: '≥', ne: '≠', asymp: '≈', infin: '∞', euro: '€', pound: '£', yen: '¥', cent: '¢',
	auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è', ecirc: 'ê', agrave: 'à', aacute: 'á',
	acirc: 'â', ccedil: 'ç', ntilde: 'ñ', oacute: 'ó', uacute: 'ú', iacute: 'í', ocirc: 'ô', aring: 'å', oslash: 'ø', aelig: 'æ', sup2: '²', sup3: '³',
	emsp: '\u2003', ensp: '\u2002', thinsp: '\u2009', zwj: '\u200d', zwnj: '\u200c', prime: '′', dagger: '†', micro: 'µ',
};

/** The character that a reference stands for; null where its name is not known. */
function decode(match: RegExpExecArray): string | null {
	const [, decimal, hex, name] = match;
	if (name !== undefined) return Object.hasOwn(ENTITIES, name) ? (ENTITIES[name] ?? null) : null;
	const code = decimal === undefined ? parseInt(hex ?? '', 16) : parseInt(decimal, 10);
	return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code);
}

/** The reference that stands here: how long it is, and the character that a reader sees for it, null where it stays as it is written. */
export function entityAt(text: string, at: number): { readonly length: number; readonly value: string | null } | null {
	ENTITY.lastIndex = at;
	const match = ENTITY.exec(text);
	return match === null ? null : { length: match[0].length, value: decode(match) };
}
