import type { Disposition } from '../../model/verdict.js';

export const DISPOSITION_ICON: Readonly<Record<Disposition, string>> = {
	BLOCK: 'ban',
	REQUIRE_HUMAN: 'user-check',
	ESCALATE: 'circle-arrow-up',
	HOLD: 'circle-pause',
	PASS: 'circle-check',
};

/** The class that gives a disposition its colour, beside its icon and its name. */
export const toneOf = (disposition: Disposition): string => `mod-${disposition.toLowerCase().replace('_', '-')}`;
