import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { generateNotes, sectionsOf } from '../../bench/generate.js';
import { median } from '../../bench/measure.js';
import { realNotes } from '../../bench/vaults.js';

const real = realNotes(fileURLToPath(new URL('../../', import.meta.url)));

describe('the generated vault', () => {
	const notes = generateNotes(real, 2000);

	it('is the same for the same seed', () => {
		expect(generateNotes(real, 50, 7)).toEqual(generateNotes(real, 50, 7));
		expect(generateNotes(real, 50, 7)).not.toEqual(generateNotes(real, 50, 8));
	});

	it('has distinct paths, also where a file system ignores case', () => {
		expect(new Set(notes.map(({ path }) => path.toLowerCase().normalize('NFC'))).size).toBe(notes.length);
	});

	it('has a long tail of sizes around 2.4 KB', () => {
		const sizes = notes.map(({ text }) => Buffer.byteLength(text)).sort((a, b) => a - b);
		const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length;
		expect(mean).toBeGreaterThan(2000);
		expect(mean).toBeLessThan(2900);
		expect(sizes[sizes.length >> 1]).toBeLessThan(mean * 0.75);
		expect(sizes.at(-1)).toBeGreaterThan(20_000);
	});

	it('links to notes that exist, to some far more than to others', () => {
		const titles = new Set(notes.map(({ path }) => path.replace(/^\d+\//, '').replace(/\.md$/, '')));
		const counts = new Map<string, number>();
		for (const { text } of notes) for (const [, target = ''] of text.matchAll(/Compare \[\[([^\]]+)\]\]/g)) counts.set(target, (counts.get(target) ?? 0) + 1);
		expect([...counts.keys()].filter((target) => !titles.has(target))).toEqual([]);
		const sorted = [...counts.values()].sort((a, b) => b - a);
		expect(sorted[0]).toBeGreaterThan(20 * (sorted[sorted.length >> 1] ?? 0));
	});

	it('is made of the real notes’ own sentences', () => {
		const text = real.join('\n').replace(/\r\n/g, '\n');
		const paragraphs = sectionsOf(real).flatMap((section) => section.paragraphs);
		expect(paragraphs.length).toBeGreaterThan(500);
		expect(paragraphs.filter((paragraph) => !text.includes(paragraph))).toEqual([]);
	});
});

it('the median is the middle, or the mean of the two in the middle', () => {
	expect(median([3, 1, 2])).toBe(2);
	expect(median([4, 1, 3, 2])).toBe(2.5);
});
