/** The options of selects, in groups or not, as one shape. */

import { plainWords } from "./mrkdwn.js";

/**
 * @param {{options?: object[], option_groups?: {label: object, options: object[]}[]}} source an element, or a suggestion's answer
 * @returns {{label: string|null, options: object[]}[]}
 */
export function groupsOf(source, directory) {
  if (source.option_groups) {
    return source.option_groups.map((group) => ({ label: plainWords(group.label, directory), options: group.options }));
  }
  return [{ label: null, options: source.options ?? [] }];
}

/** The groups with the options in whose words each of the query's words begins or stands; empty groups are left out. */
export function matching(groups, query, directory) {
  const wanted = query.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  return groups
    .map((group) => {
      const fits = (option) => {
        const words = `${plainWords(option.text, directory)} ${group.label ?? ""}`.toLocaleLowerCase();
        return wanted.every((word) => words.includes(word));
      };
      return { ...group, options: group.options.filter(fits) };
    })
    .filter((group) => group.options.length);
}
