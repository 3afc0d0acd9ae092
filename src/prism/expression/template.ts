/** A piece of a text with `${…}` in it: plain words, or the source of an expression with its offset in the text. */
export type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'expression'; readonly source: string; readonly offset: number };

/** Cuts a text at its `${…}`; a brace inside a quoted text does not end it. The error is the offset of one that is never closed. */
export function templatePieces(text: string): readonly Piece[] | { readonly unclosed: number } {
	const pieces: Piece[] = [];
	let at = 0;
	for (;;) {
		const open = text.indexOf('${', at);
		if (open < 0) break;
		if (open > at) pieces.push({ kind: 'text', text: text.slice(at, open) });
		let close = open + 2;
		let quoted = false;
		while (close < text.length && (quoted || text.charAt(close) !== '}')) {
			if (text.charAt(close) === "'") quoted = !quoted;
			close += 1;
		}
		if (close >= text.length) return { unclosed: open };
		pieces.push({ kind: 'expression', source: text.slice(open + 2, close), offset: open + 2 });
		at = close + 1;
	}
	if (at < text.length || pieces.length === 0) pieces.push({ kind: 'text', text: text.slice(at) });
	return pieces;
}
