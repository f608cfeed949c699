/** Curves over two logarithmic axes, as text for a terminal and as an SVG that follows the reader's light or dark colours. */

export interface Series {
  readonly name: string
  readonly points: readonly { readonly x: number; readonly y: number }[]
}

/** `x` counts, `y` is nanoseconds. */
export interface Chart {
  readonly title: string
  readonly x: string
  readonly y: string
  readonly series: readonly Series[]
}

interface Bounds {
  readonly from: number
  readonly to: number
}

/** Whole powers of ten around all values. */
function boundsOf({ series }: Chart, axis: 'x' | 'y'): Bounds {
  const logs = series.flatMap(({ points }) => points.map((point) => Math.log10(point[axis])))
  const from = Math.floor(Math.min(...logs))
  return { from, to: Math.max(from + 1, Math.ceil(Math.max(...logs))) }
}

/** From 0 to 1 between the bounds. */
const placeOf = (value: number, { from, to }: Bounds): number => (Math.log10(value) - from) / (to - from)

const powers = ({ from, to }: Bounds): readonly number[] =>
  Array.from({ length: to - from + 1 }, (_, index) => 10 ** (from + index))

const count = (value: number): string => value.toLocaleString('en-US')

function duration(nanoseconds: number): string {
  if (nanoseconds < 1e3) return `${nanoseconds} ns`
  return nanoseconds < 1e6 ? `${nanoseconds / 1e3} us` : `${nanoseconds / 1e6} ms`
}

const COLUMNS = 60
const ROWS = 16

/** The chart in characters; each series is drawn with the first letter of its name. */
export function textChart(chart: Chart): string {
  const [across, up] = [boundsOf(chart, 'x'), boundsOf(chart, 'y')]
  const cells = Array.from({ length: ROWS }, () => Array.from({ length: COLUMNS }, () => ' '))
  const column = (x: number): number => Math.round(placeOf(x, across) * (COLUMNS - 1))
  const row = (y: number): number => Math.round((1 - placeOf(y, up)) * (ROWS - 1))
  const draw = (x: number, y: number, sign: string): void => {
    const line = cells[y]
    if (line && (line[x] === ' ' || sign !== '.')) line[x] = sign
  }
  for (const { name, points } of chart.series) {
    for (const [index, { x, y }] of points.entries()) {
      draw(column(x), row(y), name.charAt(0))
      const next = points[index + 1]
      if (!next) continue
      const steps = column(next.x) - column(x)
      for (let step = 1; step < steps; step += 1) {
        draw(column(x) + step, Math.round(row(y) + ((row(next.y) - row(y)) * step) / steps), '.')
      }
    }
  }
  const labels = new Map(powers(up).map((value) => [row(value), duration(value)]))
  const margin = Math.max(...[...labels.values()].map(({ length }) => length))
  const lines = cells.map((line, index) => `${(labels.get(index) ?? '').padStart(margin)} |${line.join('')}`.trimEnd())
  const ticks = Array.from({ length: COLUMNS + margin + 2 }, () => ' ')
  for (const value of powers(across)) {
    const text = count(value)
    const start = Math.min(margin + 2 + column(value), ticks.length - text.length)
    ticks.splice(start, text.length, ...text)
  }
  const names = chart.series.map(({ name }) => `${name.charAt(0)} ${name}`).join(', ')
  const head = [chart.title, `${chart.y}; ${names}`]
  return [
    ...head,
    ...lines,
    `${' '.repeat(margin)} +${'-'.repeat(COLUMNS)}`,
    ticks.join(''),
    chart.x.padStart(COLUMNS),
    '',
  ]
    .map((line) => line.trimEnd())
    .join('\n')
}

const WIDTH = 540
const HEIGHT = 340
const PLOT = { left: 80, right: 400, top: 48, bottom: 286 }

/** Colours of the page, of the text, of what matters less, of the grid, and of each series. */
interface Palette {
  readonly page: string
  readonly ink: string
  readonly soft: string
  readonly grid: string
  /** Told apart by those who see no red or green too, and named at the line's end. */
  readonly series: readonly string[]
}

const LIGHT: Palette = {
  page: '#ffffff',
  ink: '#1f2328',
  soft: '#59636e',
  grid: '#d9dee3',
  series: ['#0b5cad', '#b35900', '#7a3e9d', '#5b5f66'],
}
const DARK: Palette = {
  page: '#0d1117',
  ink: '#e6edf3',
  soft: '#9198a1',
  grid: '#30363d',
  series: ['#6cb6ff', '#f0a35e', '#c79bef', '#a2a9b3'],
}

const rulesOf = ({ page, ink, soft, grid, series }: Palette): string =>
  [
    `.page{fill:${page}}text{fill:${ink}}.soft{fill:${soft}}.grid{stroke:${grid}}`,
    ...series.map((colour, index) => `.line${index}{stroke:${colour}}.dot${index}{fill:${colour}}`),
  ].join('')

/** The charts side by side as an SVG document. */
export function svgCharts(charts: readonly Chart[]): string {
  const width = WIDTH * charts.length
  const style =
    'text{font:13px system-ui,sans-serif}.title{font-weight:600}polyline{fill:none;stroke-width:2}' +
    `${rulesOf(LIGHT)}@media (prefers-color-scheme:dark){${rulesOf(DARK)}}`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${HEIGHT}" width="${width}" height="${HEIGHT}" role="img">`,
    `<title>${escaped(charts.map(({ title }) => title).join('; '))}</title>`,
    `<style>${style}</style>`,
    `<rect class="page" width="${width}" height="${HEIGHT}"/>`,
    ...charts.map((chart, index) => `<g transform="translate(${index * WIDTH} 0)">\n${panel(chart)}\n</g>`),
    '</svg>\n',
  ].join('\n')
}

function panel(chart: Chart): string {
  const [across, up] = [boundsOf(chart, 'x'), boundsOf(chart, 'y')]
  const left = (x: number): string => (PLOT.left + placeOf(x, across) * (PLOT.right - PLOT.left)).toFixed(1)
  const top = (y: number): string => (PLOT.bottom - placeOf(y, up) * (PLOT.bottom - PLOT.top)).toFixed(1)
  const grid = powers(up).map(
    (value) =>
      `<line class="grid" x1="${PLOT.left}" x2="${PLOT.right}" y1="${top(value)}" y2="${top(value)}"/>` +
      `<text class="soft" x="${PLOT.left - 8}" y="${top(value)}" dy="4" text-anchor="end">${duration(value)}</text>`,
  )
  const ticks = powers(across).map(
    (value) =>
      `<line class="grid" x1="${left(value)}" x2="${left(value)}" y1="${PLOT.top}" y2="${PLOT.bottom}"/>` +
      `<text class="soft" x="${left(value)}" y="${PLOT.bottom + 20}" text-anchor="middle">${count(value)}</text>`,
  )
  const middle = (PLOT.top + PLOT.bottom) / 2
  const lines = chart.series.map(({ name, points }, index) => {
    const last = points.at(-1)
    const dots = points.map(({ x, y }) => `<circle class="dot${index}" r="3" cx="${left(x)}" cy="${top(y)}"/>`)
    return [
      `<polyline class="line${index}" points="${points.map(({ x, y }) => `${left(x)},${top(y)}`).join(' ')}"/>`,
      ...dots,
      last ? `<text class="dot${index}" x="${PLOT.right + 8}" y="${top(last.y)}" dy="4">${escaped(name)}</text>` : '',
    ].join('')
  })
  return [
    `<text class="title" x="${PLOT.left}" y="24">${escaped(chart.title)}</text>`,
    ...grid,
    ...ticks,
    `<text class="soft" x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${escaped(chart.x)}</text>`,
    `<text class="soft" transform="translate(16 ${middle}) rotate(-90)" text-anchor="middle">${escaped(chart.y)}</text>`,
    ...lines,
  ].join('\n')
}

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
