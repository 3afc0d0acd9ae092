// What most names are made of: for it, folding is small letters and nothing else.
const PLAIN = /^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/;

// Likewise letters of Western Europe, but for dashes and apostrophes: there is nothing to compose.
const WESTERN = /^[\x21-\x7e\xc0-\xff\u2010-\u2015\u2018\u2019]+(?: [\x21-\x7e\xc0-\xff\u2010-\u2015\u2018\u2019]+)*$/;

/**
 * The form under which two spellings of a name are one: compatibility-composed, case folded, accents kept,
 * apostrophes and dashes unified, white space collapsed.
 */
export function foldName(name: string): string {
	if (PLAIN.test(name)) return name.toLowerCase();
	const folded = WESTERN.test(name) ? name.toLowerCase() : name.normalize('NFKC').toLowerCase().normalize('NFC');
	return folded
		.replace(/[\u2018\u2019\u02bc]/g, "'")
		.replace(/[\u2010-\u2015\u2212]/g, '-')
		.replace(/\s+/g, ' ')
		.trim();
}

/** True where there is nothing to fold: lone blanks inside, and no character that composes with another. Says false where it does not know. */
function isFolded(text: string): boolean {
	let blank = true;
	for (let at = 0; at < text.length; at += 1) {
		const code = text.charCodeAt(at);
		if (code === 0x20) {
			if (blank) return false;
			blank = true;
			continue;
		}
		// Beyond plain letters only dashes, quotation marks and dots, which no text is without.
		if (code < 0x21 || code === 0xa0 || (code >= 0x300 && (code < 0x2010 || code > 0x2027))) return false;
		blank = false;
	}
	return !blank;
}

/** White space runs become one blank and the text is NFC: the form in which a quote is compared with its source. */
export const foldSpace = (text: string): string => (isFolded(text) ? text : text.normalize('NFC').replace(/\s+/g, ' ').trim());
