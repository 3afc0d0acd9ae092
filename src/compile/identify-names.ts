import { foldName } from '../model/fold.js';
import { stemWord } from '../markdown/names.js';
import { isUnspaced } from '../markdown/words.js';

const UMLAUTS: Readonly<Record<string, string>> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss' };

/** Equal for names that differ in blanks, hyphens, an inner plural or how an umlaut is spelled: "e-mail" and "email", "Cycles of Quiet" and "Cycle of Quiet", "Müller" and "Mueller". */
export const looseKey = (key: string): string => (key.includes(' ') ? key.split(' ').map(stemWord).join('') : key).replace(/[äöüß]/g, (char) => UMLAUTS[char] ?? char);

const ASCII = /^[\x20-\x7e]*$/;

/** Equal for names that differ only in accents: perhaps the same, perhaps not. */
export const plainKey = (key: string): string => (ASCII.test(key) ? key : key.normalize('NFD').replace(/\p{M}/gu, '')).replace(/ /g, '');

/** Keys under which the singular of a name may stand, for plurals that the key itself does not undo. Tried in order, used only if met. */
export function singularKeys(key: string, language: string): string[] {
	const keys: string[] = [];
	if (language === 'de') {
		if (/[^e]en$/.test(key)) keys.push(key.slice(0, -1), key.slice(0, -2));
		else if (/(?:e|el|er)n$/.test(key)) keys.push(key.slice(0, -1));
		if (/innen$/.test(key)) keys.push(key.slice(0, -3));
	} else if (language === 'es' || language === 'pt') {
		if (key.length > 5 && key.endsWith('e')) keys.push(key.slice(0, -1));
	} else if (language === 'it') {
		if (key.endsWith('i')) keys.push(`${key.slice(0, -1)}o`, `${key.slice(0, -1)}e`);
		else if (key.endsWith('e')) keys.push(`${key.slice(0, -1)}a`);
	}
	return keys.filter((candidate) => candidate.length >= 4);
}

const JOINT = /^(?:of|the|and|for|in|to|on|der|die|das|des|und|von|für|de|la|du|et|y|del|di|e|&)$/;

/** The words that carry the name, sorted: equal for "Grace Protocol" and "Protocol of Grace". Empty for a single word. */
export function bagKey(key: string): string {
	const words = key.split(' ').filter((word) => !JOINT.test(word));
	return words.length < 2 ? '' : words.sort().join(' ');
}

/** "LLH", "R&D", "NASA", "GmbH": written like an abbreviation. */
export const isAbbreviation = (name: string): boolean => !name.includes(' ') && /^#?(?=(?:[^\p{Lu}]*\p{Lu}){2})[\p{Lu}\p{N}][\p{L}\p{N}&./-]{1,7}$/u.test(name) && !/\p{Ll}{3}/u.test(name);

/** The initials of a name of several words, joints apart; empty else. */
export function initialsOf(name: string): string {
	const words = foldName(name).split(/[\s-]+/).filter((word) => word !== '' && !JOINT.test(word));
	return words.length < 2 ? '' : words.map((word) => Array.from(word)[0] ?? '').join('');
}

const GENERAL = new Set(
	(
		'time system systems people person thing way work world life day year week month man woman part case point idea example question problem process result number group use data information value level change form order place name word line side end start kind type area fact state reason role step goal plan action need model method approach tool task team user project product company service market customer issue topic subject source note page text file list table figure image section chapter book paper article author reader research study science history future past present today tomorrow moment state structure design development quality quantity size rate cost price money business government country city school student teacher child family friend home house water food body mind hand eye head health war peace love fear hope truth knowledge skill experience learning practice theory language meaning message story news media internet web software code computer machine technology ai human humans nature environment energy power force control rule law right rights duty freedom choice decision opinion view claim argument evidence proof statement answer solution feature function property element object event meeting discussion paragraph sentence version draft status update context principle principles purpose vision mission strategy framework standard policy standards papers reflection implementation key core real new old good bad first second third step pause act term concept concepts definition protocol metric metrics test tests ' +
		'zeit mensch menschen welt leben tag jahr woche arbeit teil fall punkt idee frage problem prozess ergebnis zahl gruppe daten wert form ordnung ort name wort seite ende anfang art grund ziel plan methode aufgabe team nutzer projekt produkt firma markt kunde thema quelle text datei liste tabelle bild abschnitt kapitel buch artikel autor leser forschung geschichte zukunft wasser haus stadt land schule kind familie wissen sprache ' +
		'temps homme monde vie jour année travail partie cas point idée question problème résultat nombre groupe données valeur forme tiempo hombre mundo vida día año trabajo parte caso punto idea pregunta problema resultado número grupo datos valor forma ' +
		'时间 人 人们 世界 生活 工作 问题 方法 系统 数据 信息 结果 过程 例子 部分 内容 情况 学习 研究 文章 作者 知识 时候 能力 方式 社会 国家 公司 项目 团队 用户 产品 ' +
		'وقت الوقت الناس العالم الحياة يوم سنة العمل مشكلة فكرة سؤال نتيجة طريقة مثال المعلومات البيانات'
	).split(' '),
);

const WRITINGS = new Set('paper article book chapter section page note document report draft essay artikel kapitel notiz bericht'.split(' '));

/** Words so general that a page about them would be about everything; "future paper" is one of the vault's own notes. */
export function isGeneral(key: string): boolean {
	if (GENERAL.has(key)) return true;
	const words = key.split(' ');
	return words.length > 1 && WRITINGS.has(words.at(-1) ?? '') && words.every((word) => GENERAL.has(word));
}

/** Words in a name; a script without blanks counts a word for every two characters. */
export const wordsOf = (key: string): number => (isUnspaced(key, 0) ? Math.ceil(key.length / 2) : key.split(' ').length);

/** A word whose ending marks it as an ordinary noun or adjective, or a digit: it makes no proper name. */
export const isOrdinary = (word: string): boolean => /^\p{Nd}+$/u.test(word) || /.(?:tion|sion|ity|ness|ment|ism|ance|ence|ship|hood|ing|ic|ics|ical|al|ive|able|ible|ous|ful|ure|ogy|phy|ung|heit|keit|schaft)s?$/.test(word) || GENERAL.has(word) || COMMON.has(word);

const COMMON = new Set('common good grace hive queen worker mind minds republic people system center moral code law trust token cycle quiet edge peace light story road garden house bank market court council senate paper letter report'.split(' '));
