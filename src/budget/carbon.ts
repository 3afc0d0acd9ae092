/** Parameters of a model, in billions. `active` is a range, because providers publish none of them. */
export interface ModelSize {
	readonly total: number;
	readonly active: readonly [low: number, high: number];
}

/** Grams of CO2 equivalent. A range, always: sizes of closed models are guesses. */
export interface CarbonRange {
	readonly low: number;
	readonly high: number;
}

/** Grams of CO2 equivalent a kilowatt-hour, from EcoLogits' `electricity_mixes.csv` (0.9.1). Other tables differ by 5 to 25 %. */
export const GRID_MIXES: Readonly<Record<string, number>> = { WOR: 473.01, USA: 383.55, DEU: 344.14, POL: 614.98, GBR: 210.89, SWE: 35.82, IND: 708.32, CHN: 559.55, FRA: 44.2 };

// EcoLogits' fits to measured energy and latency, for a batch of 64 requests on servers of eight 80 GB GPUs.
const BATCH = 64;
const ENERGY_PER_ACTIVE = 1.16653e-6 * Math.exp(-0.0112059 * BATCH);
const ENERGY_BASE = 4.05293e-5;
const LATENCY_PER_ACTIVE = 6.785e-4;
const LATENCY_BASE = 3.1193e-4 * BATCH + 0.0194737;
const SERVER_WATTS = 1200;
const GPUS_PER_SERVER = 8;
const GPU_GIGABYTES = 80;
// Sixteen bits a parameter, and a fifth on top.
const GIGABYTES_PER_BILLION = 1.2 * 2;
const POWER_USAGE = 1.09;
const SERVER_GRAMS = 5_700_000;
const GPU_GRAMS = 164_000;
const LIFE_SECONDS = 3 * 365 * 24 * 3600;

function gramsPerToken(total: number, active: number, gramsPerKwh: number): number {
	const gpus = 2 ** Math.ceil(Math.log2(Math.max(1, (total * GIGABYTES_PER_BILLION) / GPU_GIGABYTES)));
	const seconds = LATENCY_PER_ACTIVE * active + LATENCY_BASE;
	const gpuWattHours = gpus * (ENERGY_PER_ACTIVE * active + ENERGY_BASE);
	const serverWattHours = (SERVER_WATTS * (gpus / GPUS_PER_SERVER) * seconds) / 3600 / BATCH;
	const use = ((POWER_USAGE * (gpuWattHours + serverWattHours)) / 1000) * gramsPerKwh;
	const making = ((seconds / LIFE_SECONDS) * ((gpus / GPUS_PER_SERVER) * SERVER_GRAMS + gpus * GPU_GRAMS)) / BATCH;
	return use + making;
}

/** What writing so many tokens emits, use and manufacture of the machines together. The method leaves the tokens that go in out. */
export const carbonOf = ({ total, active }: ModelSize, tokensOut: number, gramsPerKwh: number): CarbonRange => ({
	low: tokensOut * gramsPerToken(total, active[0], gramsPerKwh),
	high: tokensOut * gramsPerToken(total, active[1], gramsPerKwh),
});

/** The one number of a range that sums are made of. */
export const middleOf = ({ low, high }: CarbonRange): number => (low + high) / 2;

// Sizes that EcoLogits assumes for models of such a price; a model that nobody measured is taken for one of its price.
const SIZES_BY_PRICE: readonly (readonly [upToDollarsOut: number, size: ModelSize])[] = [
	[1, { total: 8, active: [3, 8] }],
	[6, { total: 35, active: [10, 35] }],
	[12, { total: 300, active: [30, 90] }],
	[20, { total: 440, active: [44, 132] }],
	[Infinity, { total: 2000, active: [200, 600] }],
];

/** The size to reckon with for a model of this price (US dollars a million tokens out); null where the price is unknown. */
export function sizeByPrice(dollarsOut: number | null): ModelSize | null {
	if (dollarsOut === null || dollarsOut <= 0) return null;
	return SIZES_BY_PRICE.find(([upTo]) => dollarsOut <= upTo)?.[1] ?? null;
}
