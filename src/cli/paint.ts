import { styleText } from 'node:util'

type Style = Parameters<typeof styleText>[0]

/** Colour where the stream is a terminal that wants it (NO_COLOR and FORCE_COLOR count), plain text where not. */
export function paint(stream: NodeJS.WriteStream) {
  const style = (format: Style) => (text: string) => styleText(format, text, { stream, validateStream: true })
  return {
    bold: style('bold'),
    dim: style('dim'),
    green: style('green'),
    red: style('red'),
    yellow: style('yellow'),
    cyan: style('cyan'),
  }
}
