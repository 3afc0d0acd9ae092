import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldName } from '../../../src/model/fold.js';
import { findQuote } from '../../../src/markdown/quote.js';
import { extract } from '../../../src/worker/offline/extract.js';
import { offlineWorker } from '../../../src/worker/offline/worker.js';
import type { DraftClaim, ExtractOutput } from '../../../src/worker/port.js';

const read = (text: string, options: { title?: string; aliases?: string[]; tags?: string[]; language?: string; headings?: string[] } = {}): ExtractOutput =>
	extract({
		passage: { id: 's-1.0', sourceId: 's-1', headings: options.headings ?? [], start: 0, end: text.length, text },
		title: options.title ?? '',
		aliases: options.aliases ?? [],
		tags: options.tags ?? [],
		language: options.language ?? 'en',
	});
const claimWith = (output: ExtractOutput, part: string): DraftClaim | undefined => output.claims.find(({ text }) => text.includes(part));
const mention = (output: ExtractOutput, name: string): ExtractOutput['mentions'][number] | undefined => output.mentions.find((found) => foldName(found.name) === foldName(name));

describe('definitions', () => {
	it.each<readonly [string, string, string]>([
		['en', 'A grace interval is a defined period in which nobody may take reprisals.', 'grace interval'],
		['en', 'Each hive keeps a **grace interval**—a defined period in which nobody may take reprisals.', 'grace interval'],
		['en', 'This is **cognitive federalism**: the belief that distributed authority multiplies wisdom.', 'cognitive federalism'],
		['en', 'Grace is therefore the **immune response of conscience**—a pattern of compassion.', 'Grace'],
		['en', 'This system, called the **Limited Liability Hive (LLH)**, seeks to create structures for agents.', 'Limited Liability Hive'],
		['en', 'Retrieval practice refers to recalling something from memory on purpose.', 'Retrieval practice'],
		['en', 'Ghee is butter that is cooked until the water is gone.', 'Ghee'],
		['en', 'Legibility: a property of a society that lets the state see and count it.', 'Legibility'],
		['en', 'Stomata = pores in the leaf through which a plant breathes.', 'Stomata'],
		['de', 'Die Vergessenskurve ist ein Modell, das den Verlust von Gelerntem beschreibt.', 'Vergessenskurve'],
		['de', 'Unter Stigmergie versteht man die Abstimmung durch Spuren in der Umgebung.', 'Stigmergie'],
		['fr', 'La courbe de l’oubli est un modèle qui décrit la perte de mémoire.', 'courbe de l’oubli'],
		['fr', 'La répétition espacée désigne une méthode d’apprentissage.', 'répétition espacée'],
		['es', 'La curva del olvido es un modelo que describe la pérdida de memoria.', 'curva del olvido'],
		['it', 'La curva dell’oblio è un modello della perdita di memoria nel tempo.', 'curva dell’oblio'],
		['ru', 'Кривая забывания — это график, который показывает ослабление памяти.', 'Кривая забывания'],
		['zh', '间隔重复（Spaced Repetition）是一种在增大的间隔上复习的方法。', '间隔重复'],
		['zh', '遗忘曲线是指记忆随时间衰退的规律。', '遗忘曲线'],
		['ja', '分散学習とは、間隔を空けて復習する方法である。', '分散学習'],
		['ar', 'التكرار المتباعد هو أسلوب للتعلم يقوم على المراجعة.', 'التكرار المتباعد'],
		['ar', 'يُعرَّف منحنى النسيان بأنه نموذج يصف تراجع الذاكرة.', 'منحنى النسيان'],
	])('%s: %s', (language, text, term) => {
		const output = read(text, { language, title: term });
		expect(output.claims).toHaveLength(1);
		expect(output.claims[0]?.form).toBe('definition');
		expect(foldName(output.claims[0]?.about[0] ?? '')).toBe(foldName(term));
		expect(mention(output, term)?.signals).toContain('definition');
	});

	it.each([
		['en', 'It is the quiet gravity that keeps our orbit true.'],
		['en', 'The first step is the hardest one for most people.'],
		['en', 'Nobody knows where the river ends or begins.'],
		['de', 'Das ist der Grund, warum wir heute hier sind.'],
		['zh', '我们认为这是很好的结果。'],
	])('%s: no definition in %s', (language, text) => {
		expect(read(text, { language }).claims.filter(({ form }) => form === 'definition')).toEqual([]);
	});

	it('takes other names that the sentence gives', () => {
		const output = read('The testing effect (also called retrieval practice) is the finding that recall strengthens memory.');
		expect(mention(output, 'testing effect')?.aliases).toContain('retrieval practice');
	});

	it('tells a definition from a gloss in passing', () => {
		const output = read('Artifacts migrate to the **Liminal Archive**—a twilight repository between presence and oblivion.');
		expect(output.claims[0]?.form).toBe('definition');
		expect(mention(output, 'Liminal Archive')?.signals).not.toContain('emphasis');
	});

	it('reads a bold run-in heading as a heading', () => {
		expect(mention(read('**Proofing.** The lower drawer holds 28 degrees, and proofing takes two hours.'), 'Proofing')?.signals).toContain('heading');
	});

	it('takes a heading for the subject of what explains it', () => {
		const output = read('## Stigmergy\n\nA method of coordination through traces in a shared environment.');
		expect(output.claims[0]).toMatchObject({ form: 'definition', about: ['Stigmergy'] });
	});
});

describe('stance and qualifiers', () => {
	it.each<readonly [string, string, DraftClaim['stance']]>([
		['en', 'Critics claim that the effect vanishes for complex skills.', 'reported'],
		['en', 'According to Cepeda et al. (2006), the best gap is ten days.', 'reported'],
		['en', 'Scott argues that legibility destroys local knowledge.', 'reported'],
		['en', 'This paper argues that attention must be governed well.', 'asserted'],
		['en', 'The Commons maintains its moral ledger even as it prunes.', 'asserted'],
		['en', 'Does the Protocol of Grace scale to a hundred conflicts?', 'questioned'],
		['de', 'Laut Cepeda hängt der beste Abstand vom Ziel ab.', 'reported'],
		['de', 'Kritiker behaupten, dass die Wirkung überschätzt wird.', 'reported'],
		['fr', 'Selon Ebbinghaus, deux tiers sont oubliés après un jour.', 'reported'],
		['es', 'Según Ebbinghaus, se olvida casi todo en un mes.', 'reported'],
		['ru', 'По мнению Эббингауза, за день забывается половина материала.', 'reported'],
		['zh', '据报道，一天后会忘记三分之二的内容。', 'reported'],
		['zh', '间隔重复为什么有效呢？', 'questioned'],
		['ar', 'وفقا لإبنغهاوس ينسى المرء نصف المادة خلال يوم.', 'reported'],
	])('%s: %s is %s', (language, text, stance) => {
		expect(read(text, { language }).claims[0]?.stance).toBe(stance);
	});

	it.each<readonly [string, string, string]>([
		['en', 'A queue holds up to 40 jobs at any time.', 'up to 40'],
		['en', 'The bridge was not built in 1932 by the city.', 'not'],
		['en', 'The bridge was opened in 1932 by the city.', 'in 1932'],
		['de', 'Der Umzug kostet höchstens 12.000 Euro im Ganzen.', 'höchstens 12.000'],
		['zh', '大桥全长约1500米，不对行人开放。', '约1500'],
	])('%s: %s keeps %s', (language, text, qualifier) => {
		expect(read(text, { language }).claims[0]?.qualifiers.map((found) => found.trim())).toContain(qualifier);
	});
});

describe('lists', () => {
	const steps = [
		'It operates as a safeguard:',
		'',
		'1. **Recognition:** Name the conflict. Acknowledge both harm and intent, however long that may take in a large hive.',
		'2. **Pause:** Create temporal space for cooling and conscience, and let nobody hurry it for the sake of a schedule.',
		'3. **Reflection:** Measure all actions against the Common Good, and ask whom they serve and whom they leave behind.',
		'4. **Restoration:** Repair the relationship before restoring the rule, for a rule without trust is only a wall to climb.',
	].join('\n');

	it('make one claim with the heads in its text', () => {
		const { claims } = read(steps);
		expect(claims).toHaveLength(1);
		expect(claims[0]).toMatchObject({ form: 'list', text: 'It operates as a safeguard: Recognition, Pause, Reflection, Restoration.' });
		expect(findQuote(steps, claims[0]?.quote ?? '')).not.toBeNull();
		expect(claims[0]?.quote).toContain('[…]');
	});

	it('of full sentences are read sentence by sentence', () => {
		const { claims } = read('- The budget for Project Heron is 40,000 EUR until June.\n- Project Heron is two weeks behind its schedule.');
		expect(claims.map(({ form }) => form)).toEqual(['statement', 'statement']);
	});

	it('of glossed terms give a definition each', () => {
		const { claims } = read('What we built:\n\n- **Token of Trust** - Moral economy based on sincerity\n- **Heartbeat Channels** - Low-bandwidth empathy links between hives');
		expect(claims.filter(({ form }) => form === 'definition').map(({ about }) => about[0])).toEqual(['Token of Trust', 'Heartbeat Channels']);
	});

	it.each([
		['an item that is a sentence stands alone beside short ones', '- Ethiopia Guji\n- Brazil natural\n- A starter can live without food in the fridge for up to six weeks.', 'A starter can live without food in the fridge for up to six weeks.'],
		['a label goes into what the claim is about', '- Cannae: the Roman dead numbered thirty thousand.\n- Carthage: it was burnt in the third war.', 'the Roman dead numbered thirty thousand.'],
		['a date that labels an item stays out of its text', '- **5 March** The man from the council came to see the trees.\n- **6 March** Nobody came, and nothing was decided.', 'The man from the council came to see the trees.'],
		['a nested item that is a sentence', '1. Gracchus\n   - The tribune was killed in 133 BC by a mob of senators.\n2. His brother', 'The tribune was killed in 133 BC by a mob of senators.'],
	])('%s', (_, source, text) => {
		const { claims } = read(source);
		expect(claims.map((claim) => claim.text)).toContain(text);
		for (const { quote } of claims) expect(findQuote(source, quote)).not.toBeNull();
	});

	it('of labelled sentences are about their labels', () => {
		expect(read('- Cannae: the Roman dead numbered thirty thousand.\n- Carthage: it was burnt in the third war.').claims[0]?.about).toContain('Cannae');
	});

	it('in a table of terms are definitions', () => {
		const source = '| Term | Meaning |\n|---|---|\n| Kerning | space between two letters |\n| Leading | space between two lines |';
		const { claims } = read(source);
		expect(claims.map(({ form, text }) => [form, text])).toEqual([['definition', 'Kerning: space between two letters'], ['definition', 'Leading: space between two lines']]);
		for (const { quote } of claims) expect(findQuote(source, quote)).not.toBeNull();
	});

	it('of names with a gloss after a dash tell of each name, and not of all in a row', () => {
		const source = '**Answer:**\n\n- **Stigmergy** - Coordination through traces in a shared place\n- **Bees** — Small networks for one task each\n- **Human veto** - Absolute right to say no';
		const output = read(source);
		expect(output.claims.map(({ form, about, text }) => [form, about[0], text])).toEqual([
			['definition', 'Stigmergy', 'Stigmergy - Coordination through traces in a shared place'],
			['definition', 'Bees', 'Bees — Small networks for one task each'],
			['definition', 'Human veto', 'Human veto - Absolute right to say no'],
		]);
		for (const { quote } of output.claims) expect(findQuote(source, quote)).not.toBeNull();
		// A lone word at the head of an item is as often an aspect as a term.
		expect(mention(output, 'Stigmergy')?.signals).not.toContain('definition');
	});

	it('of names keep in a row those that nothing is said of', () => {
		const { claims } = read('The hives rest on three pillars of old:\n\n- **Stigmergy** - Coordination through traces in a shared place\n- **Bees** - Small networks for one task each\n- Human veto\n- Quiet hours');
		expect(claims.filter(({ form }) => form === 'list').map(({ text }) => text)).toEqual(['The hives rest on three pillars of old: Human veto, Quiet hours.']);
	});

	it.each([
		['a label before a question', '- **Pledge** - The open point: Who signs it in the end?\n- Nothing else came up in the whole of the meeting.', 'Pledge - The open point: Who signs it in the end?'],
		['questions that are counted', '- **Three Questions** before decisions: (1) Does it last? (2) Does it teach? (3) Whom does it serve?\n- Nothing else came up in the whole of the meeting.', 'Three Questions before decisions: (1) Does it last? (2) Does it teach? (3) Whom does it serve?'],
		['sentences inside quotation marks', 'Every hive sends a short signal to the others: "Still here. Still learning. Still connected."', 'Every hive sends a short signal to the others: "Still here. Still learning. Still connected."'],
	])('and other prose keep together %s', (_, source, text) => {
		const { claims } = read(source);
		expect(claims.map((claim) => claim.text)).toContain(text);
		for (const { quote } of claims) expect(findQuote(source, quote)).not.toBeNull();
	});

	it('keep a label before a few words that go on from it, and not before a sentence', () => {
		const { claims } = read('- Grey water on top: hungry, not dead. Pour off or stir in.\n- Pink streaks: the whole jar goes into the bin at once.');
		expect(claims.map(({ text }) => text)).toEqual(['Grey water on top: hungry, not dead.', 'the whole jar goes into the bin at once.']);
	});

	it.each([
		['an amount', '- Mean depth of the sound: 72 m, so a paddling pool beside the ocean\n- It froze over twice in the last century.', 'Mean depth of the sound: 72 m, so a paddling pool beside the ocean'],
		['a label that states something itself', '- Stretching before a run prevents injuries: fewer of the runners were hurt all season.\n- Older runners gained most of it.', 'Stretching before a run prevents injuries: fewer of the runners were hurt all season.'],
		['what goes on without a verb', '- Spare consumers: no double shipment after the long replay.\n- The replay itself was started by hand at noon.', 'Spare consumers: no double shipment after the long replay.'],
		['notes in small letters without a full stop', 'On starters:\n- a starter survives freezing, she keeps a frozen backup\n- the sourness comes from lactic acid bacteria', 'a starter survives freezing, she keeps a frozen backup'],
	])('are read with %s', (_, source, text) => {
		const { claims } = read(source);
		expect(claims.map((claim) => claim.text)).toContain(text);
		for (const { quote } of claims) expect(findQuote(source, quote)).not.toBeNull();
	});

	it.each([
		['short items as they are', '## Prices\n\n- Entrance: 12 €\n- Waiting: none\n- Wind: a lot of it', 'Prices: Entrance: 12 €; Waiting: none; Wind: a lot of it.'],
		['times whole', '## Timeline\n\n- 09:41 Tom starts the relay anew, nothing\n- 09:58 Wei ends the worker, rows flow\n- 10:01 all clear', 'Timeline: 09:41 Tom starts the relay anew, nothing; 09:58 Wei ends the worker, rows flow; 10:01 all clear.'],
		['no number of a heading, which no item proves', '## Phase 2\n\n- Market networks for old prices\n- Persona networks for speeches', 'Market networks for old prices; Persona networks for speeches.'],
	])('keep %s', (_, source, text) => {
		const { claims } = read(source);
		expect(claims.map((claim) => claim.text)).toContain(text);
		for (const { quote } of claims) expect(findQuote(source, quote)).not.toBeNull();
	});

	it('under a label that says nothing take the heading above for what they are about', () => {
		const { claims } = read('## Power and constraint\n\n**Answer:**\n\n- Bounded scope\n- Human veto\n- Radical transparency');
		expect(claims.map(({ text }) => text)).toEqual(['Power and constraint: Bounded scope, Human veto, Radical transparency.']);
	});

	it('written as a sum weigh less than a sentence', () => {
		const weigh = (text: string): number => claimWith(read(`## Hives\n\n${text}`), 'mycelium')?.weight ?? 0;
		expect(weigh('Answer: the mycelium, knowledge spores and evolutionary governance') - weigh('Answer: the mycelium + knowledge spores + evolutionary governance')).toBeGreaterThan(0.2);
	});

	it('that count on from a number under a sentence are read item by item', () => {
		const { claims } = read('The series so far, as it stands today:\n16. The hives keep their own sovereignty in a republic.\n17. The commons outlives every member of the hive.\nIn all of this the year\n1998. was no number of an item at all.');
		const texts = claims.map(({ text }) => text);
		expect(texts).toContain('The hives keep their own sovereignty in a republic.');
		expect(texts.some((text) => text.endsWith('17.'))).toBe(false);
	});

	it('of tasks say nothing about the world', () => {
		expect(read('- [ ] Anna calls the vendor about the late delivery.\n- [x] Bob has sent the minutes of the last meeting.').claims).toEqual([]);
	});
});

describe('what is kept out', () => {
	it.each([
		['metadata', '**Author:** Claude (Bee Queen, Scribe, Mycelium)\n**Date:** 2025-10-15\n**Subject:** Introduction to the Framework'],
		['navigation', '**Navigation:**\n- [Previous](NO-06-nature-of-dissent.md)\n- [Next](NO-08-edge-of-autonomy.md)'],
		['an entry of a table of contents', 'No. 18 - The Commons as Institution: Legal and Economic Frameworks'],
		['what is still to be done', 'TODO read the chapter on sleep and memory for next week.'],
		['rights', '**license:** CC BY 4.0 International\n\n© 2025 DEIA Global Commons. All rights reserved.'],
		['newsletter', 'Subscribe to our newsletter to get the best recipes every week!'],
		['cookies', 'We use cookies to improve your experience on this site.'],
		['sharing', 'Share this on Facebook'],
		['references', '## References\n\n1. Bahdanau, D., Cho, K. and Bengio, Y. (2014). Neural machine translation. arXiv:1409.0473.\n2. Any sentence here would be read as a claim.'],
		['a citation', 'Bahdanau, D., Cho, K. and Bengio, Y. (2014). Neural machine translation by jointly learning to align. arXiv:1409.0473.'],
		['a pointer', 'See also [[Coffee log]] for why not with an espresso.'],
		['a German pointer', 'Siehe auch [[Kaffee]] für den Grund dafür.'],
		['a Chinese pointer', '另见[[咖啡日志]]中的说明和例子。'],
		['links', '- [[Spaced repetition]]\n- [[Testing effect]]\n- [A page](https://example.com/a)'],
		['code', '```yaml\ndeia_routing:\n  project: quantum is a word here\n```'],
		['math', '$$ \\text{softmax}(QK^T) V $$'],
		['html', '<div>This is a banner of the site.</div>'],
		['a bare address', 'https://example.com/this/is/a/long/path'],
		['tags', '#learning #memory #practice #review'],
		['headings alone', '# One thing\n\n## Another thing\n\n## A third thing'],
		['files', '- NO-01-why-llh.md\n- NO-02-queens.md\n- src/main.ts'],
		['German notices', 'Newsletter abonnieren und keine Rezepte mehr verpassen!'],
		['Chinese notices', '关注公众号，阅读更多精彩内容。'],
		['Arabic notices', 'جميع الحقوق محفوظة لموقعنا.'],
	])('%s', (_, text) => {
		expect(read(text).claims).toEqual([]);
	});

	it('lets a sentence stand that begins like a pointer and is none', () => {
		expect(read('See the hive as a whole, and its workers make sense at once.').claims).toHaveLength(1);
	});

	it('tells controls apart from a long row of words like them without delay', () => {
		expect(read(`${'home | '.repeat(40)}and a garden, says the card.`).claims.length).toBeLessThanOrEqual(1);
		expect(read('« Previous | Home | Next »').claims).toEqual([]);
	});

	it('lets the prose around it stand', () => {
		const output = read('**Author:** Jane\n\nA sourdough starter is a mixture of flour and water.\n\nSubscribe to our newsletter!\n\nMost starters need feeding once a day.');
		expect(output.claims.map(({ text }) => text)).toEqual(['A sourdough starter is a mixture of flour and water.', 'Most starters need feeding once a day.']);
	});
});

describe('a journal', () => {
	it('is read without the dates in front of its entries, which stay in the quotes', () => {
		const source = '**2 March** New bag from the roaster in Trieste.\n\n**3 March** Same dose, one step finer: it took 33 seconds.';
		const { claims } = read(source);
		expect(claims.map(({ text }) => text)).toEqual(['New bag from the roaster in Trieste.', 'Same dose, one step finer: it took 33 seconds.']);
		expect(claims[0]?.quote).toContain('2 March');
	});

	it('gives no claim for a few words that name nothing', () => {
		expect(read('Slept like a stone. The espresso machine in Trieste leaks a little water.').claims.map(({ text }) => text)).toEqual(['The espresso machine in Trieste leaks a little water.']);
	});
});

describe('mentions', () => {
	it('come with their signals and counts', () => {
		const output = read('# On the Protocol of Grace\n\nThe **Protocol of Grace** heals. The Protocol of Grace is used by every Hive. #ethics', { title: 'No. 7 — On the Protocol of Grace' });
		const found = mention(output, 'Protocol of Grace');
		expect(found?.count).toBe(2);
		expect(found?.signals).toEqual(expect.arrayContaining(['title', 'heading', 'emphasis']));
		expect(mention(output, 'ethics')?.signals).toEqual(['tag']);
		expect(mention(output, 'Hive')?.signals).toEqual(['name']);
	});

	it('are proposed from the note’s properties too, and counted where prose has them', () => {
		const output = read('Old growth cools a street. Urban forests need old growth.', { tags: ['urban-forests', 'status/done'] });
		expect(mention(output, 'urban forests')).toMatchObject({ signals: expect.arrayContaining(['tag']) as string[], count: 1 });
		expect(mention(output, 'done')?.count ?? 0).toBe(0);
	});

	it.each([
		['en', 'We call it the Limited Liability Hive (LLH) in this paper.', 'Limited Liability Hive', 'LLH'],
		['en', 'The LLH (Limited Liability Hive) has members.', 'Limited Liability Hive', 'LLH'],
		['en', 'It sits in the suprachiasmatic nucleus (SCN) of the brain.', 'suprachiasmatic nucleus', 'SCN'],
		['en', 'Editors like conflict-free replicated data types (CRDT) a lot.', 'conflict-free replicated data types', 'CRDT'],
		['de', 'Wir fuhren an die Ostsee (englisch: Baltic Sea) zum Baden.', 'Ostsee', 'Baltic Sea'],
		['de', 'Das Bundesverfassungsgericht (BVerfG) entschied gestern darüber.', 'Bundesverfassungsgericht', 'BVerfG'],
		['zh', '间隔重复（Spaced Repetition，SRS）很有效。', '间隔重复', 'SRS'],
	])('%s: %s', (language, text, name, alias) => {
		expect(mention(read(text, { language }), name)?.aliases).toContain(alias);
	});

	it('find names by their capitals inside a sentence, not at its start', () => {
		const output = read('Yesterday we met James C. Scott in New Haven. Nobody spoke. Later Sewell Setzer III wrote to the U.S. Constitution Center.');
		const names = output.mentions.map(({ name }) => name);
		expect(names).toEqual(expect.arrayContaining(['James C. Scott', 'New Haven', 'Sewell Setzer III']));
		expect(names).not.toContain('Yesterday');
		expect(names).not.toContain('Nobody');
	});

	it('do not take every German noun for a name', () => {
		const names = read('Das Buch liegt auf dem Tisch, und Hermann Ebbinghaus liest die Zeitung.', { language: 'de' }).mentions.map(({ name }) => name);
		expect(names).toContain('Hermann Ebbinghaus');
		expect(names).not.toContain('Tisch');
		expect(names).not.toContain('Zeitung');
	});

	it('drop stressed words, sentences, numbers and addresses set in bold', () => {
		const output = read('It **must** work. **This does not scale.** It took **40 days** and **https://example.com** and **really** much.');
		expect(output.mentions).toEqual([]);
	});

	it('take a plain word in italics for stressed, unless the sentence says what it is', () => {
		expect(mention(read('Machines are exact but falter at *tone*, where meaning breathes.'), 'tone')?.signals ?? []).not.toContain('emphasis');
		expect(mention(read('A small black coffee is called *nero* in the city.'), 'nero')?.signals).toEqual(expect.arrayContaining(['definition', 'emphasis']));
	});

	it('are not made of a link to a diary', () => {
		expect(mention(read('My own limit is two cups, both before noon: see [[Coffee log]]. It blocks [[Adenosine]] for hours.'), 'Coffee log')).toBeUndefined();
	});

	it('take no verb for the beginning of a name', () => {
		const names = read('How do we prevent AI agents from lying? Can we prevent AI agents from voting? It issues empathy credits at once. Then it issues empathy credits to every hive.').mentions.map(({ name }) => foldName(name));
		expect(names.filter((name) => /^(?:prevent|issue)/.test(name))).toEqual([]);
	});

	it('join aliases of the properties to the title', () => {
		expect(mention(read('Spaced repetition works.', { title: 'Spaced repetition', aliases: ['SRS'] }), 'Spaced repetition')?.aliases).toEqual(['SRS']);
	});

	it('stay few', () => {
		const text = Array.from({ length: 200 }, (_, index) => `The **term number${String.fromCharCode(97 + (index % 26))}${'x'.repeat(index % 7)}** is here.`).join(' ');
		expect(read(text).mentions.length).toBeLessThanOrEqual(30);
	});
});

describe('weights', () => {
	it('put definitions first and what hangs in the air last', () => {
		const output = read('A Token of Trust is a record of gratitude between hives. It may be given once a year by anyone who asks. The Token of Trust was introduced by Publius in the fifth paper.');
		const [definition, dangling, statement] = output.claims;
		expect(definition?.weight).toBeGreaterThan(statement?.weight ?? 1);
		expect(statement?.weight).toBeGreaterThan(dangling?.weight ?? 1);
	});

	it('hand the subject on to a sentence that only points back', () => {
		expect(claimWith(read('The Token of Trust was introduced by Publius. It may be given once a year by anyone.'), 'given once')?.about).toContain('Token of Trust');
	});
});

const essays = new URL('../../../examples/vault/raw/', import.meta.url);
const files = readdirSync(essays, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.md'));

it('quotes nothing that does not stand in the source, over real essays', () => {
	let claims = 0;
	for (const file of files) {
		const text = readFileSync(new URL(file, essays), 'utf8');
		for (const claim of read(text, { title: file }).claims) {
			claims += 1;
			expect(findQuote(text, claim.quote), `${file}: ${claim.quote}`).not.toBeNull();
			for (const qualifier of claim.qualifiers) expect(claim.quote).toContain(qualifier);
		}
	}
	expect(claims).toBeGreaterThan(50);
});

const markdown = fc
	.array(
		fc.oneof(
			fc.constantFrom('# Grace', '- one\n- two', '1. **A:** b\n2. **C:** d', '> quoted “so” — X', '| a | b |\n|---|---|\n| **c** | d e f g |', '**Grace**—a thing that is good.', '`code`', '$$x$$', '![[embed]] is the one here.', 'A [[link|shown]] is a link of this note. ^id', '---', 'Text[^1] goes on and on.', '[^1]: note', '```\nx', '%% hidden %%', '<b>x</b> is the bold one of us.', '间隔重复是一种方法。', '\u0000\ud800'),
			fc.string({ unit: 'binary', maxLength: 60 }),
			fc.lorem({ mode: 'sentences', maxCount: 2 }),
		),
		{ maxLength: 8 },
	)
	.map((parts) => parts.join('\n'));

it('is total, and every quote of it is found', () => {
	fc.assert(
		fc.property(markdown, fc.constantFrom('en', 'de', 'zh', 'ar', 'und'), (text, language) => {
			const output = read(text, { title: text.slice(0, 40), language });
			for (const claim of output.claims) {
				expect(findQuote(text, claim.quote), JSON.stringify(claim.quote)).not.toBeNull();
				expect(claim.weight).toBeGreaterThanOrEqual(0);
				expect(claim.weight).toBeLessThanOrEqual(1);
			}
			expect(output).toEqual(read(text, { title: text.slice(0, 40), language }));
		}),
		{ numRuns: 300 },
	);
});

describe('offlineWorker', () => {
	const worker = offlineWorker();
	const signal = new AbortController().signal;

	it('costs nothing that is not known', async () => {
		expect(worker).toMatchObject({ id: 'offline', tier: 0 });
		const response = await worker.perform({ id: 't', kind: 'identify', input: { pairs: [{ left: 'Müller', right: 'Muller', leftContext: '', rightContext: '' }] } }, signal);
		expect(response).toMatchObject({ ok: true, coin_usd: 0, carbon_g: 0, clock_ms: 0, output: { answers: ['unknown'] } });
	});

	it('stops when told to', async () => {
		const controller = new AbortController();
		controller.abort();
		const response = await worker.perform({ id: 't', kind: 'identify', input: { pairs: [] } }, controller.signal);
		expect(response).toMatchObject({ ok: false, failure: { reason: 'stopped' } });
	});
});
