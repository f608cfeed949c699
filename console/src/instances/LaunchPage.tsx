import Autosuggest from '@cloudscape-design/components/autosuggest'
import FormField from '@cloudscape-design/components/form-field'
import Input from '@cloudscape-design/components/input'
import Textarea from '@cloudscape-design/components/textarea'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import { notify } from '../app/notify.ts'
import { region } from '../app/region.ts'
import { Fields, FormPage } from '../parts/FormPage.tsx'
import { TagFields, tagProblems } from '../parts/TagFields.tsx'
import { ABOVE_INSTANCES } from './crumbs.ts'
import { refreshInstances } from './instances.ts'
import { firstImage, runInstances, useImages, useInstanceTypes } from './launch.ts'
import { countProblem, EMPTY_LAUNCH } from './launch-request.ts'
import { MetadataFields } from './MetadataFields.tsx'
import { hopLimitProblem } from './metadata-choice.ts'
import { ProfileSelect } from './ProfileSelect.tsx'

/** EC2 > Instances > Launch an instance. */
export function Component() {
  const [written, setWritten] = useState(EMPTY_LAUNCH)
  const [imageId, setImageId] = useState<string>()
  const images = useImages().data ?? []
  const types = useInstanceTypes().data ?? []
  const navigate = useNavigate()
  const client = useQueryClient()
  const launch = { ...written, imageId: imageId ?? firstImage(images) }
  const change = (changed: Partial<typeof EMPTY_LAUNCH>) => setWritten((before) => ({ ...before, ...changed }))
  const problem =
    (launch.imageId.trim() === '' ? 'Enter the id of an image.' : undefined) ??
    (launch.instanceType.trim() === '' ? 'Enter an instance type.' : undefined) ??
    countProblem(launch.count) ??
    hopLimitProblem(launch.metadata) ??
    tagProblems(launch.tags).find((found) => found !== undefined)
  return (
    <FormPage
      title="Launch an instance"
      description={`In ${region.get()}. Nothing boots: an instance is its metadata, its role and an address, and commands run on it by rolecall exec.`}
      above={ABOVE_INSTANCES}
      submitLabel="Launch instance"
      blocked={problem}
      submit={() => runInstances(launch)}
      done={(ids) => {
        void refreshInstances(client)
        notify('success', `Launched ${ids.join(', ')}.`)
        navigate(ids.length === 1 ? `/ec2/instances/${ids[0]}` : '/ec2/instances')
      }}
    >
      <Fields title="Name and tags">
        <FormField label="Name" description="The value of the tag Name.">
          <Input value={launch.name} onChange={({ detail }) => change({ name: detail.value })} placeholder="web" />
        </FormField>
        <TagFields tags={launch.tags} onChange={(tags) => change({ tags })} />
      </Fields>
      <Fields title="Image, type and number">
        <FormField
          label="AMI ID"
          description="Those of the catalogue can be looked up; every other well-formed id launches too."
        >
          <Autosuggest
            value={launch.imageId}
            clearAriaLabel="Clear AMI ID"
            onChange={({ detail }) => setImageId(detail.value)}
            options={images.map(({ ImageId = '', Name = '' }) => ({ value: ImageId, description: Name }))}
            enteredTextLabel={(text) => `Use ${text}`}
            placeholder="ami-0abcdef1234567890"
          />
        </FormField>
        <FormField label="Instance type">
          <Autosuggest
            value={launch.instanceType}
            clearAriaLabel="Clear instance type"
            onChange={({ detail }) => change({ instanceType: detail.value })}
            options={types.map(({ InstanceType = '', VCpuInfo, MemoryInfo, ProcessorInfo }) => ({
              value: InstanceType,
              description: `${VCpuInfo?.DefaultVCpus} vCPU, ${(MemoryInfo?.SizeInMiB ?? 0) / 1024} GiB, ${ProcessorInfo?.SupportedArchitectures?.join(', ')}`,
            }))}
            enteredTextLabel={(text) => `Use ${text}`}
          />
        </FormField>
        <FormField label="Number of instances" errorText={countProblem(launch.count)}>
          <Input
            type="number"
            inputMode="numeric"
            value={launch.count}
            onChange={({ detail }) => change({ count: detail.value })}
          />
        </FormField>
      </Fields>
      <Fields title="Advanced details">
        <ProfileSelect
          label="IAM instance profile"
          none="Select none"
          create="Create new IAM profile"
          value={launch.profile}
          onChange={(profile) => change({ profile })}
        />
        <MetadataFields choice={launch.metadata} onChange={(metadata) => change({ metadata })} open />
        <FormField
          label="User data - optional"
          description="What latest/user-data answers on the instance, at most 16 KB. Nothing runs it by itself."
          stretch
        >
          <Textarea
            value={launch.userData}
            rows={6}
            spellcheck={false}
            onChange={({ detail }) => change({ userData: detail.value })}
          />
        </FormField>
      </Fields>
    </FormPage>
  )
}
