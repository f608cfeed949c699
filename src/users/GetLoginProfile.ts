import { operation } from '../aws/operation.ts'
import { loginProfileView, requiredLoginProfile, requiredUser } from './login-profiles.ts'
import { onNamedOrCaller } from './named-or-caller.ts'

export const GetLoginProfile = operation('iam', 'GetLoginProfile', {
  authorization: onNamedOrCaller('GetLoginProfile'),
  read({ state, ...call }) {
    const user = requiredUser(state, call)
    return { LoginProfile: loginProfileView(user, requiredLoginProfile(state, user, call.fail)) }
  },
})
