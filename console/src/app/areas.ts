import { accessGraphArea } from '../access-graph/area.ts'
import { accountSettingsArea, dashboardArea } from '../accounts/area.ts'
import { bucketsArea } from '../buckets/area.ts'
import { groupsArea } from '../groups/area.ts'
import { instanceProfilesArea } from '../instance-profiles/area.ts'
import { instancesArea } from '../instances/area.ts'
import { logsArea } from '../logs/area.ts'
import { policiesArea } from '../managed-policies/area.ts'
import { metricsArea } from '../metrics/area.ts'
import { policyEditorArea } from '../policy-editor/area.ts'
import { roleOrProfileArea } from '../role-or-profile/area.ts'
import { rolesArea } from '../roles/area.ts'
import { trailArea } from '../trail/area.ts'
import { usersArea } from '../users/area.ts'
import { whatIfArea } from '../what-if/area.ts'
import type { Area } from './area.ts'

/** Every subject of the console, in the order of the navigation. */
export const AREAS: readonly Area[] = [
  dashboardArea,
  usersArea,
  groupsArea,
  rolesArea,
  policiesArea,
  instanceProfilesArea,
  accountSettingsArea,
  policyEditorArea,
  instancesArea,
  trailArea,
  accessGraphArea,
  whatIfArea,
  roleOrProfileArea,
  bucketsArea,
  logsArea,
  metricsArea,
]
