import { pathKey } from '../vault/vault-path.js';
import type { GateContext } from './gate.js';
import { type Check, fired, shown } from './rule.js';

// Pairs of a letter and the Latin one that it passes for in most fonts, from Unicode's confusables (UTS #39): Cyrillic, Greek, Armenian, and
// the Turkish i. Letters of which only the capital looks so stand as the capital. Accents are no disguise, for they can be seen.
const PAIRS = 'аaсcеeһhіiјjкkӏlоoрpԛqѕsуyүyѵvԝwхxԁdАaВbСcЕeНhІiЈjКkМmОoРpЅsТtУyХxԜwԚqαaιiκkνvοoρpυuχxϲcϳjΑaΒbΕeΖzΗhΙiΚkΜmΝnΟoΡpΤtΥyΧxաwհhոnսuօoցgıi';
const LATIN = new Map(Array.from({ length: PAIRS.length / 2 }, (_, at) => [PAIRS.charAt(at * 2), PAIRS.charAt(at * 2 + 1)]));

const PLAIN = /^[\x20-\x7e]*$/;
// Wide letters, those of mathematics, and ligatures are the same letters in other clothes.
const DRESSED = /[\uff01-\uff5e\ufb00-\ufb06\u{1d400}-\u{1d7ff}]/gu;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The same for two names that a reader takes for one. */
function lookOf(name: string): string {
	if (PLAIN.test(name)) return name.toLowerCase();
	let look = '';
	for (const letter of name.replace(DRESSED, (each) => each.normalize('NFKC')).normalize('NFC')) look += LATIN.get(letter) ?? letter.toLowerCase().replace('i\u0307', 'i');
	return pathKey(look);
}

type Looks = ReadonlyMap<string, readonly string[]>;
const known = new WeakMap<GateContext['occupied'], { readonly size: number; readonly looks: Looks }>();

/** Names that stand in the vault, by what they look like. Worked out once for all proposals that are judged beside them. */
function looksOf(occupied: GateContext['occupied']): Looks {
	const before = known.get(occupied);
	if (before?.size === occupied.size) return before.looks;
	const looks = new Map<string, string[]>();
	for (const path of occupied.values()) {
		const look = lookOf(nameOf(path));
		const same = looks.get(look);
		if (same === undefined) looks.set(look, [path]);
		else same.push(path);
	}
	known.set(occupied, { size: occupied.size, looks });
	return looks;
}

// Greek stands beside Latin in units and in the names of proteins, so that only what cannot be told apart is asked about.
const MIXED = /[A-Za-z][\u0400-\u052fΑΒΕΖΗΙΚΜΝΟΡΤΥΧο]|[\u0400-\u052fΑΒΕΖΗΙΚΜΝΟΡΤΥΧο][A-Za-z]/u;

/** Names that pass for another one: in letters of two scripts, or beside a page that a reader would take it for. */
export const lookAlikeCheck: Check = ({ path, to }, { occupied }) =>
	(to === null ? [path] : [path, to]).flatMap((place) => {
		if (occupied.get(pathKey(place)) === place) return [];
		if (MIXED.test(place)) return [fired('constitution:look-alike', 'HOLD', `The name mixes letters of two scripts in one word, so that it may pass for another: “${shown(place, 200)}”.`)];
		const key = pathKey(nameOf(place));
		const twin = looksOf(occupied).get(lookOf(nameOf(place)))?.find((other) => pathKey(nameOf(other)) !== key);
		return twin === undefined ? [] : [fired('constitution:look-alike', 'HOLD', `The name looks like that of “${shown(twin, 200)}” and is written with other letters, so that it may pass for it: “${shown(place, 200)}”.`)];
	});
