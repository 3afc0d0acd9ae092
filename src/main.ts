import { Plugin } from 'obsidian';

/** The composition root in Obsidian. No view, command or setting is registered before it can do its work. */
export default class CommonplacePlugin extends Plugin {}
