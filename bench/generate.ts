/** A note of the generated vault: path below `raw/` and text. */
export interface GeneratedNote {
	readonly path: string;
	readonly text: string;
}

interface Section {
	readonly heading: string;
	readonly paragraphs: readonly string[];
}

/** Uniform numbers in [0, 1) that are the same for the same seed: mulberry32. */
export function randomNumbers(seed: number): () => number {
	let state = seed >>> 0;
	return () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
	};
}

const plain = (heading: string): string => heading.replace(/[*_`[\]#^|\\/:"<>?]/g, '').replace(/^[^\p{L}\p{N}]+/u, '').replace(/\s+/g, ' ').trim();

/** The sections of real notes: their headings with the paragraphs below, tables, lists and code as they stand. */
export function sectionsOf(notes: readonly string[]): Section[] {
	const sections: Section[] = [];
	for (const note of notes) {
		const body = note.replace(/^\uFEFF/, '').replace(/\r\n/g, '\n').replace(/^(?:---\n[\s\S]*?\n---\n+)+/, '');
		for (const part of body.split(/^(?=#{1,4} )/m)) {
			const heading = plain(/^#{1,4} (.*)/.exec(part)?.[1] ?? '');
			const paragraphs = part.replace(/^#{1,4} .*\n?/, '').split(/\n{2,}/).map((text) => text.trim()).filter((text) => text.length > 60);
			if (heading.length >= 4 && heading.length <= 60 && paragraphs.length > 0) sections.push({ heading, paragraphs });
		}
	}
	return sections;
}

/** Sizes with a long tail: half of the notes below 1.3 KB, the mean near 2.4 KB, a few of 60 KB. */
const noteSize = (random: () => number): number => Math.min(60_000, Math.round(620 * (1 - random()) ** (-1 / 1.35)));

/** A rank below `count`, low ranks far more often than high ones: some notes are linked from everywhere. */
const popular = (random: () => number, count: number): number => Math.floor(count ** random()) % count;

/**
 * `count` notes with distinct titles, made of the paragraphs of real notes and linked to each other. The same notes,
 * count and seed give the same vault.
 */
export function generateNotes(realNotes: readonly string[], count: number, seed = 1): GeneratedNote[] {
	const sections = sectionsOf(realNotes);
	const headings = [...new Set(sections.map(({ heading }) => heading))];
	const random = randomNumbers(seed);
	const pick = <T>(items: readonly T[]): T => {
		const item = items[Math.floor(random() * items.length)];
		if (item === undefined) throw new Error('There is no text to make notes of.');
		return item;
	};
	const titles = new Set<string>(headings.slice(0, Math.floor(count / 10)));
	while (titles.size < count) titles.add(`${pick(headings)} and ${pick(headings)}`.slice(0, 120));
	const ordered = [...titles];
	return ordered.map((title, index) => {
		const size = noteSize(random);
		const parts: string[] = [];
		if (random() < 0.5) parts.push(`---\ntitle: ${JSON.stringify(title)}\ntags: [${plain(pick(headings)).split(' ')[0]?.toLowerCase() ?? 'note'}]\n---\n\n`);
		parts.push(`# ${title}\n\n`);
		let length = 0;
		while (length < size) {
			const { heading, paragraphs } = pick(sections);
			const from = Math.floor(random() * paragraphs.length);
			const chosen = paragraphs.slice(from, from + 1 + Math.floor(random() * 4));
			const other = ordered[popular(random, count)] ?? title;
			const link = other === title ? '' : `\n\nCompare [[${other}]].`;
			const text = `${length > 0 ? `## ${heading}\n\n` : ''}${chosen.join('\n\n')}${link}\n\n`;
			parts.push(text.slice(0, Math.max(400, size - length + 400)));
			length += text.length;
		}
		return { path: `${String(Math.floor(index / 200)).padStart(3, '0')}/${title}.md`, text: `${parts.join('').trimEnd()}\n` };
	});
}
