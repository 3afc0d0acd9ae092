import { dayAt } from './calendar.js';
import { bears, draft, NOTHING, type Draft } from './clause.js';
import { CONDITION_FORMS, DEFIANT, KIND, KINDS, LEADING, MANNER, NEW_SUBJECT, PRONOUNS, RELATIVE, VERBAL, appositive, isAside, isColon, mayTitle, named, participleFollows, shortRest, startsVerb, turn } from './clause-ends.js';
import type { Role } from './function-words.js';
import { lexemeOf } from './lexeme.js';
import { wordValue } from './number-words.js';
import { quantityAt } from './quantity.js';
import type { Token } from './tokens.js';
import type { Tongue } from './tongue.js';

const MOST_CLAUSES = 16;

/** Cuts a statement's tokens into clauses, each with the part of the sentence that it stands in. Linear in the tokens, but for short looks ahead. */
export function readClauses(tokens: readonly Token[], tongue: Tongue, subject: ReadonlySet<string>): Draft[] {
	const clauses: Draft[] = [];
	// Each is asked for several times.
	const lexemes = tokens.map(({ kind, text }) => (kind === 'word' ? lexemeOf(text, tongue) : null));
	const rolesAt = (at: number): ReadonlySet<Role> | null => lexemes[at]?.roles ?? null;
	let clause = draft(0);
	let size = 0;
	let limiting = false;
	let leading = false;
	let bound = false;
	let conditional = false;
	let passive = false;
	let part = 0;
	const said = new Set<string>();
	const bind = (): void => {
		clause.bound = true;
		if (clause.inherited === NOTHING) clause.inherited = new Set(said);
	};
	const close = (goesOn: boolean): void => {
		// What fell on no date sank.
		const fell = clause.events.get('~event:fall');
		if (fell !== undefined && clause.days.length === 0) {
			clause.events.delete('~event:fall');
			clause.poles.push({ id: '~pole:rise', end: -1, telling: true });
			clause.content.set('~pole:rise', fell);
		}
		if ((clause.events.size > 0 || bears(clause)) && !clause.bound && said.size > 0 && [...clause.content.keys()].every((key) => key.startsWith('?'))) bind();
		if (clause.times.size > 0) clause.time = [...clause.times].sort().join(' ');
		if (clause.content.size > 0 || clause.reported || bears(clause)) clauses.push(clause);
		for (const key of clause.content.keys()) said.add(key);
		if (!goesOn) part += 1;
		clause = draft(part);
		size = 0;
		limiting = false;
		leading = false;
		bound = false;
		conditional = false;
		passive = false;
	};
	// Where a clause has not said anything yet, a comma only ends what leads it in.
	const told = (): boolean =>
		clause.negations > 0 || clause.events.size > 0 || (!leading && (clause.poles.length > 0 || bears(clause) || clause.tied || (tongue === 'zh' && clause.content.size > 1)));
	const restBears = (from: number): boolean => {
		for (let at = from; at < tokens.length; at++) {
			const token = tokens[at];
			if (token === undefined || token.kind === 'break') return false;
			if (token.kind === 'number' || token.kind === 'date' || token.kind === 'clock') return true;
			const roles = rolesAt(at);
			if (roles?.has('negate') === true || roles?.has('never') === true || (wordValue(token.text, tongue) ?? 0) > 1) return true;
		}
		return false;
	};
	let start = 0;
	for (let at = 0; at < tokens.length && clauses.length < MOST_CLAUSES; at++) {
		const token = tokens[at];
		if (token === undefined) break;
		const roles = rolesAt(at);
		if (token.kind === 'break') {
			// A short label ("Step 2: …", "Deadline for the report: 4 May") belongs to what follows.
			if (isColon(token) && mayTitle(clause) && (size <= 4 || (size <= 8 && shortRest(tokens, at + 1) && restBears(at + 1)))) {
				if (!shortRest(tokens, at + 1)) for (const key of clause.content.keys()) if (!key.startsWith('#')) clause.label.add(key);
				if (clause.label.size > 0) clause.events.clear();
				clause.tied = true;
				continue;
			}
			if (token.text === '.' && tokens[at - 1]?.kind === 'number' && tokens[at + 1] !== undefined && tongue === 'de') continue;
			if (token.text.startsWith('(') && isAside(tokens, at)) {
				while (at + 1 < tokens.length && tokens[at + 1]?.text.startsWith(')') !== true) at += 1;
				continue;
			}
			if (token.text === '(' || token.text === ')') {
				if (bears(clause)) {
					close(true);
					bound = true;
				}
				continue;
			}
			close(isColon(token) && !clause.own);
			continue;
		}
		if (token.text === '-' && !token.glued && tokens[at + 1]?.glued === false && tokens[at + 1]?.kind === 'word') {
			close(false);
			continue;
		}
		// "Rises as the light fades": what goes on beside it.
		if (tongue === 'en' && token.text === 'as' && /^(?:the|a|an|it|they|we|you|soon)$/.test(tokens[at + 1]?.text ?? '') && told()) {
			close(true);
			bound = true;
			continue;
		}
		const joins = roles?.has('join') === true;
		if (token.kind === 'comma' || joins) {
			const tail = tokens[at + 1]?.text === 'so' || rolesAt(at + 1)?.has('split') === true;
			const full = told() || (tail && (clause.poles.length > 0 || bears(clause))) || (tongue === 'ar' && token.kind === 'comma' && clause.content.size > 1 && tokens[at + 1]?.text.startsWith('و') === true);
			if ((token.kind === 'comma' && full && token.text !== '、') || (joins && ((full && startsVerb(tokens, at + 1, tongue)) || (bears(clause) && !leading && restBears(at + 1))))) {
				close(true);
				bound = joins;
				continue;
			}
			if (token.kind === 'comma' && NEW_SUBJECT.has(tokens[at + 1]?.text ?? '')) {
				close(true);
				continue;
			}
			if (token.kind === 'comma') {
				if (conditional) conditional = false;
				// "By weight, …" says how it was measured.
				if (leading && MANNER.has(tokens[start]?.text ?? '')) clause = draft(part);
				// "The deepest place, Lake Orta, …" is Lake Orta.
				if (!leading && !named(clause, subject) && appositive(tokens, at, tongue, subject)) clause.content.clear();
				leading = false;
			}
			if (token.kind === 'comma') {
				continue;
			}
		}
		if (roles?.has('split') === true || (tongue === 'en' && token.text === 'that' && clause.tied)) {
			// "The weakness that the strong allow themselves" is not weakness at large.
			if (RELATIVE.has(token.text) && tokens[at - 1]?.kind === 'word') clause.content.set(`?${token.text}`, token.surface);
			if (roles?.has('contrast') === true && clause.negations > 0) clause.turn = true;
			if (size > 0) close(true);
			if (roles?.has('contrast') === true) turn(clauses, part);
			bound = true;
			continue;
		}
		if (size === 0) {
			start = at;
			if (bound || PRONOUNS.has(token.text) || (roles !== null && VERBAL.some((role) => roles.has(role)))) bind();
			if (LEADING.has(token.text) || roles?.has('scope') === true || roles?.has('condition') === true || token.kind === 'number' || token.kind === 'date') leading = true;
		}
		const lexeme = lexemes[at] ?? null;
		if (roles?.has('report') === true && !DEFIANT.has(tokens[start]?.text ?? '')) clause.reported = true;
		if (roles?.has('contrast') === true && clause.negations > 0) clause.turn = true;
		// The Saturday loaf is no date.
		const naming = lexeme !== null && subject.has(lexeme.stem);
		const found = !naming && (lexeme === null || lexeme.dates) ? dayAt(tokens, at, tongue) : null;
		if (found !== null) {
			clause.days.push(found.day);
			at = found.next - 1;
			continue;
		}
		const quantity = !naming && (lexeme === null || lexeme.amounts) ? quantityAt(tokens, at, tongue) : null;
		if (quantity !== null) {
			const counts = quantity.dimension.startsWith('count');
			const nouns = counts ? nounsAt(tokens, quantity.next, tongue) : [];
			size += 1;
			// "Voyager 1 was launched": a number that counts nothing is part of a name.
			if (counts && nouns.length === 0) clause.content.set(`#${token.text}`, token.surface);
			else {
				clause.quantities.push({ ...quantity, nouns });
				at = quantity.next - 1;
			}
			continue;
		}
		if (token.kind === 'number' || token.kind === 'ordinal') {
			clause.content.set(`#${token.text}`, token.surface);
			size += 1;
			continue;
		}
		if (lexeme === null) continue;
		if (KINDS.has(token.text) && appositive(tokens, at, tongue, subject)) {
			clause.content.set(KIND + token.text, token.surface);
			continue;
		}
		size += 1;
		const { stem, attribute, event, same, pole } = lexeme;
		if (roles !== null) {
			if (roles.has('negate') || roles.has('never')) {
				const after = rolesAt(at + 1);
				if (after?.has('only') === true) at += 1;
				else if (after?.has('every') === true) {
					clause.notEvery = true;
					at += 1;
				} else {
					clause.negations += 1;
					if (/^(?:do|does|did|can|could|would)$/.test(tokens[at - 1]?.text ?? '') || token.text === 'لم') clause.deed = true;
				}
				if (roles.has('can')) clause.can = true;
				if (roles.has('never') || tokens[at - 1]?.text === 'must') clause.never = true;
				continue;
			}
			if (roles.has('be') || roles.has('filler')) clause.tied = true;
			if (roles.has('be') || roles.has('filler') || roles.has('was')) leading = false;
			if (roles.has('was')) passive = tongue === 'de';
			if (roles.has('scope')) limiting = true;
			else if (roles.has('be') || roles.has('filler') || roles.has('was')) limiting = false;
			if (roles.has('every')) clause.every = true;
			if (roles.has('hedge')) clause.hedged = true;
			if (roles.has('can')) clause.can = true;
			if (roles.has('mild')) clause.mild = true;
			if (roles.has('instance')) clause.instance = true;
			if (roles.has('episode')) clause.episode = true;
			if (roles.has('self')) clause.own = true;
			if (roles.has('past')) clause.times.add('past');
			if (roles.has('now')) clause.times.add('now');
			if (roles.has('future')) clause.times.add('future');
			if (roles.has('was') && !participleFollows(tokens, at, tongue)) clause.times.add('was');
			if (roles.has('condition')) {
				clause.content.set(`?${CONDITION_FORMS.get(token.text) ?? token.text}`, token.surface);
				if (size > 1) conditional = true;
			}
			if (pole === null && (roles.has('filler') || (!roles.has('instance') && !roles.has('episode') && attribute === null && event === null && same === null))) continue;
		}
		// 高 is a height before a number, a comparison elsewhere.
		const measures = attribute !== null && (tokens[at + 1]?.kind === 'number' || tokens[at + 1]?.kind === 'symbol');
		if (pole !== null && !measures && !conditional && (event === null || clause.tied)) {
			const followed = rolesAt(at + 1) === null && tokens[at + 1]?.kind === 'word';
			const last = tokens[at + 1] === undefined || tokens[at + 1]?.kind === 'break' || tokens[at + 1]?.kind === 'comma';
			const telling = pole.anywhere || (last && size > 2) || (tongue === 'zh' || tongue === 'ar' ? size > 1 : clause.tied && !followed);
			clause.poles.push({ id: pole.id, end: pole.pole, telling });
			clause.content.set(pole.id, token.surface);
			clause.pivots.set(pole.id, stem);
			continue;
		}
		if (attribute !== null) clause.attributes.set(attribute.id, token.surface);
		if (event !== null) clause.events.set(event.id, token.surface);
		if (attribute !== null || event !== null) continue;
		const key = same?.id ?? stem;
		if (!clause.content.has(key)) clause.content.set(key, token.surface);
		if (limiting && (clause.events.size > 0 || passive)) clause.late.add(key);
		if (conditional) clause.conditional.add(key);
	}
	close(true);
	clauses.forEach((each, index) => {
		for (const next of clauses.slice(index + 1, index + 3)) {
			if (next.part !== each.part || !next.bound || bears(next) || next.poles.length > 0) break;
			for (const key of next.content.keys()) each.tail.add(key);
		}
	});
	return clauses;
}

function nounsAt(tokens: readonly Token[], from: number, tongue: Tongue): string[] {
	const nouns: string[] = [];
	for (let at = from; at < tokens.length && nouns.length < 3; at++) {
		const token = tokens[at];
		if (token === undefined || token.kind !== 'word') break;
		const { stem, roles, attribute, event, same, pole } = lexemeOf(token.text, tongue);
		if ((roles !== null && !roles.has('instance')) || event !== null || pole !== null) break;
		nouns.push(attribute?.id ?? same?.id ?? stem);
	}
	return nouns;
}
