/** A number with what is counted: `1 object`, `1,234 objects`; `one` and `many` may go on as a sentence does. */
export const counted = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
