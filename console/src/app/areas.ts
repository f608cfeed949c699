import { instanceProfilesArea } from '../instance-profiles/area.ts'
import { policyEditorArea } from '../policy-editor/area.ts'
import { rolesArea } from '../roles/area.ts'
import { trailArea } from '../trail/area.ts'
import { whatIfArea } from '../what-if/area.ts'
import type { Area } from './area.ts'

/** Every subject of the console, in the order of the navigation. */
export const AREAS: readonly Area[] = [rolesArea, instanceProfilesArea, policyEditorArea, trailArea, whatIfArea]
