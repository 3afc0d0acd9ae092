import { Modal, SecretComponent, Setting, type App } from 'obsidian';
import type { ConnectionTest } from '../../worker/clerks/endpoint.js';
import { addressOf } from '../../worker/operators/address.js';
import type { WorkerSettings } from '../../worker/operators/edit-operators.js';
import type { ModelDraft, ModelQuestions } from '../../worker/operators/model-questions.js';
import type { Recipient } from '../../worker/operators/view.js';
import { MODELS } from '../strings/models.js';
import { freeName, SERVICES, serviceOf, type Service } from './services.js';

const { form } = MODELS;

/** What the settings may ask of models, and keep of what the person agreed to. */
export interface ModelKeeper extends ModelQuestions {
	/** The person agrees on this device that notes go there. */
	agree(recipient: Recipient): void;
}

interface Given {
	readonly name: string | null;
	readonly settings: WorkerSettings;
}

interface Parts {
	readonly models: ModelKeeper;
	/** The worker that is edited; null for a new one. */
	readonly given: Given | null;
	readonly taken: readonly string[];
	readonly saved: () => void;
}

const TIERS = [1, 2, 3] as const;

/** Sets a model up: which, where, by which key, for what. Nothing is stored before the person saves it. */
export class ModelForm extends Modal {
	private service: Service;
	private readonly draft: { baseUrl: string | null; model: string; key: string | null; tier: WorkerSettings['tier']; first: boolean };
	private listed: readonly string[] = [];
	private status: HTMLElement | null = null;

	constructor(
		app: App,
		private readonly parts: Parts,
	) {
		super(app);
		const settings = parts.given?.settings;
		this.service = settings === undefined ? SERVICES[0] : serviceOf({ use: settings.use === 'anthropic' ? 'anthropic' : 'openai', baseUrl: settings.baseUrl });
		this.draft = {
			baseUrl: this.service.baseUrl,
			model: settings?.model ?? '',
			key: settings === undefined ? null : settings.key,
			tier: settings?.tier ?? 1,
			first: settings === undefined,
		};
	}

	override onOpen(): void {
		const { given } = this.parts;
		const title = (given?.name ?? null) === null ? form.title : form.editTitle(given?.name ?? '');
		this.setTitle(title);
		// By its visible title: the app would show a label as a tooltip over all of the form.
		this.titleEl.id = 'commonplace-model-form-title';
		this.modalEl.setAttr('aria-labelledby', this.titleEl.id);
		this.modalEl.addClass('commonplace-model-form');
		this.draw();
	}

	override onClose(): void {
		this.contentEl.empty();
	}

	private draw(): void {
		const { contentEl, draft, service } = this;
		contentEl.empty();
		new Setting(contentEl).setName(form.service.name).addDropdown((dropdown) => {
			for (const { id, name } of SERVICES) dropdown.addOption(id, name);
			dropdown.setValue(service.id).onChange((id) => {
				this.service = SERVICES.find((each) => each.id === id) ?? service;
				this.listed = [];
				Object.assign(draft, { baseUrl: this.service.baseUrl, model: '', key: null });
				this.draw();
			});
		});
		if (service.baseUrl !== null) {
			new Setting(contentEl).setName(form.address.name).setDesc(form.address.desc).addText((text) =>
				text.setPlaceholder(form.address.placeholder).setValue(draft.baseUrl ?? '').onChange((value) => {
					draft.baseUrl = value.trim();
					this.tellSends();
				}),
			);
		}
		new Setting(contentEl)
			.setName(form.key.name)
			.setDesc(service.key === null ? `${form.keyless} ${form.key.desc}` : form.key.desc)
			.addComponent((el) =>
				new SecretComponent(this.app, el).setValue(draft.key ?? '').onChange((name) => {
					draft.key = name === '' ? null : name;
				}),
			);
		this.drawModel();
		new Setting(contentEl).setName(form.tier.name).setDesc(form.tier.desc).addDropdown((dropdown) => {
			for (const tier of TIERS) dropdown.addOption(String(tier), MODELS.tier(tier));
			dropdown.setValue(String(draft.tier)).onChange((value) => {
				draft.tier = TIERS.find((tier) => String(tier) === value) ?? 1;
			});
		});
		new Setting(contentEl).setName(form.first.name).setDesc(form.first.desc).addToggle((toggle) =>
			toggle.setValue(draft.first).onChange((value) => {
				draft.first = value;
			}),
		);
		contentEl.createEl('p', { cls: 'commonplace-model-sends' });
		this.tellSends();
		this.status = contentEl.createEl('p', { cls: 'commonplace-model-status', attr: { role: 'status' } });
		new Setting(contentEl)
			.addButton((button) => button.setButtonText(form.test).onClick(() => this.test()))
			.addButton((button) => button.setButtonText(form.save).setCta().onClick(() => this.save()))
			.settingEl.addClass('commonplace-model-buttons');
	}

	private drawModel(): void {
		const { draft } = this;
		const row = new Setting(this.contentEl).setName(form.model.name);
		row.addText((text) => {
			text.setValue(draft.model).onChange((value) => {
				draft.model = value.trim();
			});
		});
		row.addButton((button) => button.setButtonText(form.list).onClick(() => this.list()));
		if (this.listed.length === 0) return;
		new Setting(this.contentEl).setName(form.listed(this.listed.length)).addDropdown((dropdown) => {
			dropdown.addOption('', form.choose);
			for (const name of this.listed) dropdown.addOption(name, name);
			dropdown.setValue(this.listed.includes(draft.model) ? draft.model : '').onChange((name) => {
				if (name === '') return;
				draft.model = name;
				this.draw();
			});
		});
	}

	private tellSends(): void {
		const address = addressOf(this.asDraft());
		this.contentEl.querySelector('.commonplace-model-sends')?.setText(address === null || address === '' ? form.sendsNowhere : form.sends(address));
	}

	private asDraft(): ModelDraft {
		const { baseUrl, model, key } = this.draft;
		return { use: this.service.use, baseUrl, model: model === '' ? null : model, key };
	}

	private tell(text: string, tone: 'good' | 'bad' | 'plain'): void {
		this.status?.setText(text);
		this.status?.toggleClass('mod-good', tone === 'good');
		this.status?.toggleClass('mod-bad', tone === 'bad');
	}

	/** What is missing before anybody can be asked; null where nothing is. */
	private missing(): string | null {
		if (this.draft.baseUrl === '') return form.needsAddress;
		return this.service.key !== null && this.draft.key === null ? form.needsKey : null;
	}

	private async list(): Promise<void> {
		const missing = this.missing();
		if (missing !== null) {
			this.tell(missing, 'bad');
			return;
		}
		this.tell(form.asking, 'plain');
		const models = await this.parts.models.listModels({ ...this.asDraft(), model: null });
		if (models.ok) {
			this.listed = models.value;
			this.draw();
			this.tell(form.listed(models.value.length), 'plain');
		} else this.tell(models.error, 'bad');
	}

	private async test(): Promise<void> {
		const missing = this.missing();
		if (missing !== null) {
			this.tell(missing, 'bad');
			return;
		}
		this.tell(form.asking, 'plain');
		const { ok, message }: ConnectionTest = await this.parts.models.testConnection(this.asDraft());
		this.tell(message, ok ? 'good' : 'bad');
	}

	private async save(): Promise<void> {
		const { draft, service } = this;
		const { models, given, taken, saved } = this.parts;
		const missing = this.missing() ?? (draft.model === '' ? form.needsModel : null);
		if (missing !== null) {
			this.tell(missing, 'bad');
			return;
		}
		const name = given?.name ?? freeName(service, taken);
		const settings: WorkerSettings = { use: service.use, tier: draft.tier, model: draft.model, baseUrl: draft.baseUrl, key: draft.key, free: service.free };
		const [problem] = await models.changeOperators({ kind: 'worker', name, settings, trusted: draft.first });
		if (problem !== undefined) {
			this.tell(problem.message, 'bad');
			return;
		}
		// The text above says what is sent where; whoever saves has read it on this device.
		const address = addressOf(settings);
		if (address !== null) models.agree({ address, key: settings.key });
		this.close();
		saved();
	}
}
