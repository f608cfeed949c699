import { operation } from '../aws/operation.ts'
import { onSubject, required } from '../iam/subject.ts'
import { tagList } from '../iam/tags.ts'
import { instanceProfileSubject } from './records.ts'
import { instanceProfileView } from './views.ts'

export const GetInstanceProfile = operation('iam', 'GetInstanceProfile', {
  authorization: onSubject(instanceProfileSubject, 'GetInstanceProfile'),
  read({ state, ...call }) {
    const profile = required(instanceProfileSubject, state, call)
    return { InstanceProfile: { ...instanceProfileView(state, profile), Tags: tagList(profile.tags) } }
  },
})
