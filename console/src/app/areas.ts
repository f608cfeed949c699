import { bucketsArea } from '../buckets/area.ts'
import { logsArea } from '../logs/area.ts'
import { metricsArea } from '../metrics/area.ts'
import { rolesArea } from '../roles/area.ts'
import type { Area } from './area.ts'

/** Every subject of the console, in the order of the navigation. */
export const AREAS: readonly Area[] = [rolesArea, bucketsArea, logsArea, metricsArea]
