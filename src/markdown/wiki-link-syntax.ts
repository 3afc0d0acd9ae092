import type { Code, Construct, Effects, Extension, State } from 'micromark-util-types';

declare module 'micromark-util-types' {
	interface TokenTypeMap {
		wikiLink: 'wikiLink';
		wikiLinkMarker: 'wikiLinkMarker';
		wikiLinkTarget: 'wikiLinkTarget';
		wikiLinkAlias: 'wikiLinkAlias';
	}
}

// Codes below zero are the line endings and tabs of micromark; null is the end of the text.
const isLineEnd = (code: Code): boolean => code === null || (code < -2 && code > -6);
const isBlank = (code: Code): boolean => code === 32 || code === -2 || code === -1;

/**
 * `[[target|alias]]` and `![[target]]` for micromark, by the rules of `wikiLinkAt`. It gives the tokens that
 * remark-wiki-link makes nodes of, in place of that package's own tokenizer, which takes no embed, keeps the backslash
 * of `\|` in the target, lets `[[unclosed [[nested]]` swallow the inner link and is quadratic on `[[a|[[a|…`.
 */
export function wikiLinkSyntax(): Extension {
	const construct: Construct = { name: 'wikiLink', tokenize };
	return { text: { 33: construct, 91: construct } };
}

function tokenize(effects: Effects, ok: State, nok: State): State {
	let named = false;
	let hash = false;
	let previous: Code = null;
	let inAlias = false;
	return start;

	function start(code: Code): State | undefined {
		effects.enter('wikiLink');
		effects.enter('wikiLinkMarker');
		if (code !== 33) return firstBracket(code);
		effects.consume(code);
		return firstBracket;
	}
	function firstBracket(code: Code): State | undefined {
		if (code !== 91) return nok(code);
		effects.consume(code);
		return secondBracket;
	}
	function secondBracket(code: Code): State | undefined {
		if (code !== 91) return nok(code);
		effects.consume(code);
		effects.exit('wikiLinkMarker');
		return beforeTarget;
	}
	function beforeTarget(code: Code): State | undefined {
		if (isLineEnd(code) || code === 91 || code === 93 || code === 124) return nok(code);
		effects.enter('wikiLinkTarget');
		return target(code);
	}
	function target(code: Code): State | undefined {
		if (isLineEnd(code) || code === 91) return nok(code);
		// A backslash names something unless it escapes the divider.
		if (previous === 92 && code !== 124) named = true;
		if (code === 93 || code === 124) {
			if (!named) return nok(code);
			effects.exit('wikiLinkTarget');
			effects.enter('wikiLinkMarker');
			effects.consume(code);
			if (code === 93) return lastBracket;
			effects.exit('wikiLinkMarker');
			inAlias = true;
			return beforeAlias;
		}
		if (code === 35 && !hash) hash = true;
		else if (code !== 92 && !isBlank(code)) named = true;
		previous = code;
		effects.consume(code);
		return target;
	}
	function beforeAlias(code: Code): State | undefined {
		if (isLineEnd(code)) return nok(code);
		previous = null;
		effects.enter('wikiLinkAlias');
		return alias(code);
	}
	function alias(code: Code): State | undefined {
		if (isLineEnd(code) || (code === 91 && previous === 91)) return nok(code);
		// The closing brackets end up in the alias's token; its exact range is read from the text afterwards.
		const closes = code === 93 && previous === 93;
		previous = code;
		effects.consume(code);
		return closes ? afterAlias : alias;
	}
	function afterAlias(code: Code): State | undefined {
		effects.exit('wikiLinkAlias');
		effects.exit('wikiLink');
		return ok(code);
	}
	function lastBracket(code: Code): State | undefined {
		if (code !== 93 || inAlias) return nok(code);
		effects.consume(code);
		return finished;
	}
	function finished(code: Code): State | undefined {
		effects.exit('wikiLinkMarker');
		effects.exit('wikiLink');
		return ok(code);
	}
}
