import { decide as compiled } from '../decide.ts'
import { decide as readable } from '../reference/decide.ts'

/** The engine that decides, and its readable twin: what is tested of one is tested of both. */
export const ENGINES = Object.entries({ compiled, readable })
