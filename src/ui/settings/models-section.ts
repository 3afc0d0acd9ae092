import { ConfirmationModal, Notice, Setting, type App } from 'obsidian';
import { SPANS, type Currency } from '../../budget/caps.js';
import type { OperatorsChange } from '../../worker/operators/edit-operators.js';
import type { OperatorsView } from '../../worker/operators/view.js';
import { MODELS } from '../strings/models.js';
import { ModelForm, type ModelKeeper } from './model-form.js';
import { serviceOf } from './services.js';

type WorkerRow = OperatorsView['workers'][number];

const TRUSTED = ['extract', 'identify', 'weave', 'adjudicate'] as const;
const TIERS = [0, 1, 2, 3, 4] as const;

// A person thinks of time in minutes; the file has milliseconds.
const SCALE: Readonly<Record<Currency, number>> = { coin_usd: 1, clock_ms: 60_000, carbon_g: 1 };
const SHOWN: readonly Currency[] = ['coin_usd', 'clock_ms', 'carbon_g'];

/** Draws who is asked and how much may be spent below a row of the settings, anew after each change. Returns what takes it down. */
export function renderModels(app: App, row: Setting, models: ModelKeeper): () => void {
	const box = (row.settingEl.parentElement ?? row.settingEl).createDiv('commonplace-models');
	let isGone = false;

	async function change(what: OperatorsChange): Promise<void> {
		const [problem] = await models.changeOperators(what);
		if (problem !== undefined) new Notice(problem.message);
		await draw();
	}

	async function draw(): Promise<void> {
		let view: OperatorsView;
		try {
			view = await models.operators();
		} catch (error) {
			if (!isGone) box.setText(MODELS.failed(error instanceof Error ? error.message : String(error)));
			return;
		}
		if (isGone) return;
		box.empty();
		for (const { message, line } of view.problems) new Setting(box).setDesc(line === null ? message : `${message} (${view.path}:${line})`).settingEl.addClass('commonplace-model-problem');
		const asked = view.workers.filter(({ use }) => use !== 'offline');
		for (const worker of asked) drawWorker(worker, view);
		if (asked.length > 0) {
			drawTrust(view);
			drawCaps(view);
			new Setting(box).setDesc(MODELS.from(view.path));
		}
	}

	const open = (view: OperatorsView, worker: WorkerRow | null): void => {
		const given = worker === null ? null : { name: worker.name, settings: { use: worker.use, tier: worker.tier, model: worker.model, baseUrl: worker.baseUrl, key: worker.key, free: false } };
		new ModelForm(app, { models, given, taken: view.workers.map(({ name }) => name), saved: () => void draw() }).open();
	};

	function drawWorker(worker: WorkerRow, view: OperatorsView): void {
		const { name, use, tier, model, key, address } = worker;
		const setting = new Setting(box).setName(name);
		const isModel = use === 'anthropic' || use === 'openai';
		setting.setDesc(isModel ? MODELS.worker({ service: serviceOf({ use, baseUrl: worker.baseUrl }).name, model: model ?? '', tier, key, place: address ?? '' }) : MODELS.mailbox(tier));
		if (isModel) {
			const status = setting.infoEl.createDiv({ cls: 'commonplace-model-status', attr: { role: 'status' } });
			setting.addButton((button) =>
				button.setButtonText(MODELS.test).onClick(async () => {
					status.setText(MODELS.testing);
					const { ok, message } = await models.testConnection({ use, baseUrl: worker.baseUrl, model, key });
					status.setText(message);
					status.toggleClass('mod-good', ok);
					status.toggleClass('mod-bad', !ok);
				}),
			);
			setting.addExtraButton((button) => button.setIcon('pencil').setTooltip(MODELS.edit(name)).onClick(() => { open(view, worker); }));
		}
		setting.addExtraButton((button) => button.setIcon('trash-2').setTooltip(MODELS.remove(name)).onClick(() => { askRemove(name); }));
	}

	function askRemove(name: string): void {
		const { title, desc, go, cancel } = MODELS.removeAsk;
		const modal = new ConfirmationModal(app);
		modal.setTitle(title(name));
		modal.contentEl.createEl('p', { text: desc });
		modal.addButton((button) => {
			button.setButtonText(go).setDestructive();
			button.onClick(() => void change({ kind: 'remove', name }));
		});
		modal.addCancelButton(cancel);
		modal.open();
	}

	function drawTrust({ trust, workers }: OperatorsView): void {
		const there = TIERS.filter((tier) => workers.some((worker) => worker.tier === tier));
		new Setting(box).setName(MODELS.trust.heading).setHeading();
		for (const task of TRUSTED) {
			new Setting(box).setName(MODELS.trust[task]).addDropdown((dropdown) => {
				for (const tier of there) dropdown.addOption(String(tier), MODELS.tier(tier));
				dropdown.setValue(String(there.find((tier) => tier >= trust[task]) ?? 0));
				dropdown.onChange((value) => {
					const tier = TIERS.find((each) => String(each) === value);
					if (tier !== undefined) void change({ kind: 'trust', task, tier });
				});
			});
		}
	}

	function drawCaps({ caps }: OperatorsView): void {
		const words = MODELS.caps;
		new Setting(box).setName(words.heading).setDesc(words.desc).setHeading();
		for (const span of SPANS) {
			const setting = new Setting(box).setName(words.span[span]);
			setting.settingEl.addClass('commonplace-model-caps');
			for (const currency of SHOWN) {
				const cap = caps[span]?.[currency];
				const field = setting.controlEl.createEl('label', { text: words.unit[currency] });
				const input = createEl('input', { type: 'text', placeholder: words.none, value: cap === undefined ? '' : String(cap / SCALE[currency]), attr: { inputmode: 'decimal', 'aria-label': words.label(words.span[span], words.unit[currency]) } });
				field.prepend(input);
				input.addEventListener('change', () => {
					const amount = input.value.trim() === '' ? null : Number(input.value.trim().replace(',', '.'));
					if (amount !== null && !(Number.isFinite(amount) && amount >= 0)) setting.setErrorMessage(words.wrong);
					else void change({ kind: 'cap', span, currency, amount: amount === null ? null : amount * SCALE[currency] });
				});
			}
		}
	}

	row.addButton((button) => button.setButtonText(MODELS.add).setCta().onClick(async () => { open(await models.operators(), null); }));
	box.setText(MODELS.reading);
	void draw();
	return () => {
		isGone = true;
		box.remove();
	};
}
