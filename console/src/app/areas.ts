import { accessGraphArea } from '../access-graph/area.ts'
import { roleOrProfileArea } from '../role-or-profile/area.ts'
import { rolesArea } from '../roles/area.ts'
import type { Area } from './area.ts'

/** Every subject of the console, in the order of the navigation. */
export const AREAS: readonly Area[] = [rolesArea, accessGraphArea, roleOrProfileArea]
