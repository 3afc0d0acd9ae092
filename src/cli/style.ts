/** How words are set off on a terminal. State is never told by colour alone. */
export interface Style {
	readonly bold: (text: string) => string;
	readonly dim: (text: string) => string;
	readonly good: (text: string) => string;
	readonly bad: (text: string) => string;
	readonly doubtful: (text: string) => string;
}

const same = (text: string): string => text;
const code = (open: number, close: number) => (text: string): string => `\u001b[${String(open)}m${text}\u001b[${String(close)}m`;

export const PLAIN: Style = { bold: same, dim: same, good: same, bad: same, doubtful: same };
export const COLOURED: Style = { bold: code(1, 22), dim: code(2, 22), good: code(32, 39), bad: code(31, 39), doubtful: code(33, 39) };

/** Colour on a terminal only, and never where `NO_COLOR` is set to anything. */
export const styleFor = (terminal: boolean, env: Readonly<Record<string, string | undefined>>): Style =>
	terminal && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb' ? COLOURED : PLAIN;

// Control characters, marks that turn the direction of text, and characters without width. Zero-width joiners stay: emoji and several scripts need them.
// Built from code points, since written out they could not be seen here either.
const HIDDEN = new RegExp(
	`[${[
		[0x00, 0x08],
		[0x0b, 0x1f],
		[0x7f, 0x9f],
		[0x200b, 0x200b],
		[0x200e, 0x200f],
		[0x202a, 0x202e],
		[0x2060, 0x206f],
		[0xfeff, 0xfeff],
		[0xe0000, 0xe007f],
	]
		.map((range) => range.map((point) => `\\u{${point.toString(16)}}`).join('-'))
		.join('')}]`,
	'gu',
);

/** The text with what a terminal would hide or obey written out, so that nobody approves what cannot be seen. */
export const visible = (text: string): string => text.replace(HIDDEN, (hidden) => `<U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}>`);
