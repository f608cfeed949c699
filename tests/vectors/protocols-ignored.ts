/** Cases that say nothing about a server, each with the reason. This list should only ever shrink. */
export const IGNORED: Readonly<Record<'input' | 'output', Readonly<Record<string, string>>>> = {
  input: {},
  output: {},
}
