import { Button, Flex } from 'antd'
import { FormButton } from '../../ui/FormButton.tsx'
import { FileLinks } from '../../ui/files.tsx'
import { Block, State } from '../../ui/parts.tsx'
import { useAct } from '../../ui/query.ts'
import type { OpenedApplication } from './application.screens.tsx'
import { ApplicationPaper, paperStates } from './application.ts'
import { api } from './parts.tsx'

const { state, gotOn, why, files } = ApplicationPaper.fields
const tones = { missing: 'warn', have: 'good', waived: 'quiet' } as const

/** The checklist: what is here, what is missing, what is not needed and why. */
export function Papers({ opened: { application, papers } }: { opened: OpenedApplication }) {
  const receive = useAct(api.receivePapers)
  const may = application.can.includes('receivePapers')
  const missing = papers.filter((one) => one.state === 'missing' && one.need === 'required')
  return (
    <Block
      title="申请材料"
      extra={
        may &&
        missing.length > 1 && (
          <Button
            size="small"
            loading={receive.isPending}
            onClick={() => receive.mutate({ id: application.id, papers: missing.map(({ paper }) => paper) })}
          >
            必须的都已收到
          </Button>
        )
      }
    >
      <Flex vertical gap={8}>
        {papers.map((one) => (
          <Flex key={one.id} gap={8} wrap align="center">
            <State tone={one.state === 'missing' && one.need === 'ifAny' ? 'quiet' : tones[one.state]}>
              {paperStates[one.state]}
            </State>
            <span>
              {one.label}
              {one.need === 'ifAny' && <span className="unknown">（有则提供）</span>}
            </span>
            {one.gotOn && <span className="unknown">{one.gotOn}</span>}
            {one.why && <span className="unknown">{one.why}</span>}
            <FileLinks ids={one.files} />
            {may && one.state === 'missing' && (
              <Button
                size="small"
                type="link"
                aria-label={`收到：${one.label}`}
                onClick={() => receive.mutate({ id: application.id, papers: [one.paper] })}
              >
                收到
              </Button>
            )}
            {may && one.can.includes('keepPaper') && (
              <FormButton
                label={one.state === 'missing' ? '登记' : '修改'}
                title={one.label}
                call={api.keepPaper}
                fields={{ state, gotOn, why, files }}
                initial={{
                  state: one.state === 'missing' ? 'have' : one.state,
                  gotOn: one.gotOn,
                  why: one.why,
                  files: one.files,
                  station: application.station,
                }}
                controls={{
                  gotOn: (values) => (values.state === 'have' ? undefined : null),
                  why: (values) => (values.state === 'waived' ? undefined : null),
                }}
                given={{ id: one.id, version: one.version }}
              />
            )}
          </Flex>
        ))}
      </Flex>
    </Block>
  )
}
