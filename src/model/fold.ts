// What most names are made of: for it, folding is small letters and nothing else.
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

/**
 * The form under which two spellings of a name are one: compatibility-composed, case folded, accents kept,
 * apostrophes and dashes unified, white space collapsed.
 */
export function foldName(name: string): string {
	if (PLAIN.test(name)) return name.toLowerCase();
	return name
		.normalize('NFKC')
		.toLowerCase()
		.normalize('NFC')
		.replace(/[\u2018\u2019\u02bc]/g, "'")
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.replace(/\s+/g, ' ')
		.trim();
}

/** White space runs become one blank and the text is NFC: the form in which a quote is compared with its source. */
export const foldSpace = (text: string): string => text.normalize('NFC').replace(/\s+/g, ' ').trim();
