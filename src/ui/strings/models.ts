import type { Currency, Span } from '../../budget/caps.js';
import type { Tier } from '../../model/verdict.js';
import type { TaskKind } from '../../worker/port.js';

const TIERS: Readonly<Record<Tier, string>> = { 0: 'Offline worker', 1: 'Tier 1, fast and cheap', 2: 'Tier 2, standard', 3: 'Tier 3, advanced', 4: 'Tier 4, a person' };

/** What the settings say of models. */
export const MODELS = {
	row: {
		name: 'Models',
		desc: 'Without a model, the offline worker reads your notes inside the app: no key, no network, nothing sent. Set up a model if you want one to read and write instead.',
	},
	add: 'Add a model',
	reading: 'Reading who is asked…',
	failed: (why: string): string => `It could not be read: ${why}`,
	from: (path: string): string => `All of this is kept in ${path}, which you may also edit by hand.`,
	tier: (tier: Tier): string => TIERS[tier],
	worker: ({ service, model, tier, key, place }: { readonly service: string; readonly model: string; readonly tier: Tier; readonly key: string | null; readonly place: string }): string =>
		`${service} · ${model} · ${TIERS[tier]} · ${key === null ? 'no key' : `key “${key}”`} · ${place}`,
	mailbox: (tier: Tier): string => `Files that a person or another program answers · ${TIERS[tier]}`,
	test: 'Test',
	testing: 'Testing…',
	edit: (name: string): string => `Edit ${name}`,
	remove: (name: string): string => `Remove ${name}`,

	trust: {
		heading: 'The lowest tier that is trusted with',
		extract: 'Reading notes',
		identify: 'Telling names apart',
		weave: 'Writing pages',
		adjudicate: 'Comparing what sources say',
	} satisfies Partial<Record<TaskKind, string>> & { readonly heading: string },

	caps: {
		heading: 'The most that may be spent',
		desc: 'Looked at before each call. At four fifths you are warned; at the limit no call begins, and what is left waits until you raise it. Days and months are those of UTC. Empty means no limit.',
		span: { run: 'By one compile', day: 'In a day', month: 'In a month' } satisfies Record<Span, string>,
		unit: { coin_usd: 'US dollars', clock_ms: 'minutes', carbon_g: 'g CO₂e' } satisfies Record<Currency, string>,
		label: (span: string, unit: string): string => `${span}, ${unit}`,
		none: 'no limit',
		wrong: 'A limit is a number that is not below zero, or nothing.',
	},

	form: {
		title: 'Add a model',
		editTitle: (name: string): string => `Edit ${name}`,
		service: { name: 'Service' },
		address: { placeholder: 'https://…/v1', name: 'Address', desc: 'Of the endpoint; most end in /v1.' },
		key: { name: 'Key', desc: 'Kept in the app’s own secret storage on this device. No file of the vault ever holds it; what is stored is the secret’s name.' },
		keyless: 'A server of your own may need none.',
		model: { name: 'Model' },
		list: 'List models',
		listed: (count: number): string => (count === 0 ? 'The service lists no models. Type the name.' : count === 1 ? '1 model.' : `${count.toLocaleString()} models. Choose one below, or type the name.`),
		choose: 'Choose a model…',
		tier: { name: 'Tier', desc: 'What it can be trusted with. Work goes to the cheapest tier that is trusted with it, and to a higher one after a failure.' },
		first: { name: 'Ask it instead of the offline worker', desc: 'Trusts its tier with reading notes, telling names apart, writing pages and comparing claims.' },
		sends: (address: string): string => `A compile then sends passages of your notes, with the title, aliases and tags of each, and claims with their quotes, to ${address}. Nothing is sent before you compile. A test sends the key and no note.`,
		sendsNowhere: 'Give an address first.',
		test: 'Test connection',
		asking: 'Asking…',
		save: 'Save',
		cancel: 'Cancel',
		needsModel: 'Name the model.',
		needsAddress: 'Give the address of the endpoint.',
		needsKey: 'Choose the secret that holds the key.',
	},

	asking: {
		soFar: (coin: string, clock: string, carbon: string): string => `So far ${coin} · ${clock} of calls · ${carbon} CO₂e`,
		short: (coin: string): string => `${coin} so far`,
		atLeast: (amount: string): string => `at least ${amount}`,
		about: (amount: string): string => `about ${amount}`,
		busyUntil: (time: string, why: string): string => `Busy until ${time}. ${why}`,
		busyShort: (time: string): string => `Busy until ${time}`,
		held: 'On hold: a limit of yours',
		reached: (span: string, cap: string): string => `${cap} ${span} are spent. No further call was made, and what is left waits. What was read is kept and not paid for again.`,
		unpriced: (span: string, cap: string): string => `The limit of ${cap} ${span} cannot be kept, because nobody knows what this model costs. Give its price in operators.yml, or take the limit away in the settings.`,
		raiseTo: 'Raise it to',
		raise: 'Raise and go on',
		moreThan: (cap: string): string => `Give a number above ${cap}.`,
	},

	transcripts: {
		heading: (count: number): string => (count === 1 ? 'Transcript' : 'Transcripts'),
		call: (model: string, when: string): string => `What ${model} was asked and answered, ${when}`,
	},

	removeAsk: { title: (name: string): string => `Remove ${name}?`, desc: 'Notes that it read stay as they are. The secret stays in the app’s secret storage.', go: 'Remove', cancel: 'Keep' },
} as const;
