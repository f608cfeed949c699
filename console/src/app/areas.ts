import { rolesArea } from '../roles/area.ts'
import { trailArea } from '../trail/area.ts'
import { whatIfArea } from '../what-if/area.ts'
import type { Area } from './area.ts'

/** Every subject of the console, in the order of the navigation. */
export const AREAS: readonly Area[] = [rolesArea, trailArea, whatIfArea]
