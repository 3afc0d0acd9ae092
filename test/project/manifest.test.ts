import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const json = (path: string): Record<string, unknown> => JSON.parse(text(path)) as Record<string, unknown>;

describe('what the community directory checks', () => {
	const manifest = json('manifest.json');

	it('one version everywhere, without a leading v', () => {
		expect(manifest['version']).toMatch(/^\d+\.\d+\.\d+$/);
		expect(json('package.json')['version']).toBe(manifest['version']);
		expect(json('package-lock.json')['version']).toBe(manifest['version']);
		expect(Object.entries(json('versions.json')).at(-1)?.[1]).toBe(manifest['minAppVersion']);
	});

	it('a description that says what it does', () => {
		expect(manifest['description']).toMatch(/^[A-Z][A-Za-z0-9\s.,!?'"-]{8,248}\.$/);
		expect(manifest['description']).not.toMatch(/obsidian|plugin/i);
	});

	it('a licence that GitHub knows, with this project as its holder', () => {
		expect(text('LICENSE')).toMatch(/^MIT License\n\nCopyright \(C\) \d{4} by Commonplace contributors\n/);
	});

	it('styles of our own classes, with the app’s variables', () => {
		const css = text('styles.css').replace(/\/\*[\s\S]*?\*\//g, '');
		expect(css).not.toMatch(/!important|:has\(|url\(|#[0-9a-f]{3,8}\b|rgba?\(/i);
		const selectors = [...css.matchAll(/([^{}]+)\{/g)].flatMap(([, list = '']) => (list.trim().startsWith('@') ? [] : list.split(',')));
		for (const selector of selectors) expect(selector).toMatch(/\.commonplace-/);
	});

	it('a lockfile that names no registry', () => {
		expect(text('package-lock.json')).not.toContain('"resolved"');
		expect(text('package-lock.json')).not.toMatch(/https?:\/\/[^"]*registry/);
	});

	it('exact versions, so that a fresh clone gets what was tested', () => {
		const { dependencies, devDependencies } = json('package.json') as Record<string, Record<string, string>>;
		for (const version of Object.values({ ...dependencies, ...devDependencies })) expect(version).toMatch(/^\d+\.\d+\.\d+$/);
	});
});
