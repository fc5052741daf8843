// What a group is called.
import type { Messages } from '../../i18n/messages.ts';
import type { Group } from '../../state/languages/groups.ts';
import type { LanguagesState } from '../../state/languages/languages.ts';

/** Undefined for the one group of a list that is not grouped. */
export function groupName({ names, settings }: LanguagesState, words: Messages, group: Group) {
  const grouping = settings.grouping.value;
  if (grouping === 'none') return undefined;
  const name = grouping === 'script' ? names.value.script(group.key) : words.regionName(group.key);
  return words.groupHeading(name, group.languages.length, group.median);
}
