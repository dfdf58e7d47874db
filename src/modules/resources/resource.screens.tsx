import { useParams } from '@tanstack/react-router'
import { Flex } from 'antd'
import { FormButton } from '../../ui/FormButton.tsx'
import { today } from '../../ui/format.ts'
import { Answer, Block, Facts, Nothing, PageHead, State } from '../../ui/parts.tsx'
import { useAnswer } from '../../ui/query.ts'
import { To } from '../../ui/To.tsx'
import { History } from '../audit/index.screens.tsx'
import { api, Outcome } from './parts.tsx'
import { closingFields, endingFields, matchFields, Resource, ResourceReview, resourceKinds } from './resource.ts'

const { name, kind, provider, contact, offers, place, registeredOn, reviewBy, endedOn, endedWhy } = Resource.fields

/** One resource: what it gives, when it was looked at, who was helped. */
export function ResourcePage() {
  const { id } = useParams({ strict: false }) as { id: string }
  const found = useAnswer(api.getResource, { id })
  return (
    <Answer of={found} page>
      {({ resource, stationName, placePath, reviews, matches }) => {
        const given = { id: resource.id, version: resource.version }
        const { can } = resource
        return (
          <>
            <PageHead
              title={resource.name}
              note={`${resourceKinds[resource.kind]} · ${stationName}`}
              tags={resource.state === 'ended' ? <State tone="quiet">停用</State> : undefined}
            >
              {can.includes('matchResource') && (
                <FormButton
                  label="登记对接"
                  title={`把需求对接到「${resource.name}」`}
                  small={false}
                  call={api.matchResource}
                  fields={matchFields}
                  unfolded={['client', 'forWhom', 'result']}
                  initial={{ onDay: today(), outcome: 'pending' }}
                  given={given}
                />
              )}
              {can.includes('reviewResource') && (
                <FormButton
                  label="登记核实"
                  title="核实这项资源是否仍在、能否提供"
                  small={false}
                  call={api.reviewResource}
                  fields={{ onDay: ResourceReview.fields.onDay, note: ResourceReview.fields.note }}
                  initial={{ onDay: today() }}
                  given={given}
                />
              )}
              {can.includes('editResource') && (
                <FormButton
                  label="修改"
                  title="修改社区资源"
                  small={false}
                  call={api.editResource}
                  fields={{ name, kind, provider, contact, offers, place }}
                  initial={{ ...resource }}
                  given={given}
                />
              )}
              {can.includes('endResource') && (
                <FormButton
                  label="停用"
                  title="停用社区资源"
                  small={false}
                  call={api.endResource}
                  fields={endingFields}
                  initial={{ endedOn: today() }}
                  given={given}
                />
              )}
            </PageHead>
            <Block title="资源">
              <Facts
                fields={{
                  provider,
                  contact,
                  offers,
                  place,
                  registeredOn,
                  ...(resource.reviewBy && { reviewBy }),
                  ...(resource.state === 'ended' && { endedOn, endedWhy }),
                }}
                row={resource}
                own={{ place: placePath }}
              />
            </Block>
            <Block title={`供需对接（${matches.length} 次）`}>
              {matches.length === 0 && <Nothing says="还没有对接过；有人需要时点「登记对接」" />}
              {matches.map((one) => (
                <div key={one.id} style={{ marginBottom: 12 }}>
                  <Flex gap={8} wrap align="center">
                    <strong>{one.client ? <To path={`/clients/${one.client}`}>{one.forWhom}</To> : one.forWhom}</strong>
                    <span>{one.onDay}</span>
                    <Outcome of={one.outcome} />
                    {one.can.includes('closeMatch') && (
                      <FormButton
                        label="登记结果"
                        title={`${one.forWhom} 的对接结果`}
                        call={api.closeMatch}
                        fields={closingFields}
                        initial={{ outcome: 'met', closedOn: today() }}
                        given={{ id: one.id, version: one.version }}
                      />
                    )}
                  </Flex>
                  <div>{one.need}</div>
                  {one.result && <div className="unknown">{one.result}</div>}
                </div>
              ))}
            </Block>
            <Block title="核实记录">
              {reviews.map((one) => (
                <div key={one.id}>{`${one.onDay}　${one.byName}${one.note ? `　${one.note}` : ''}`}</div>
              ))}
            </Block>
            <History id={resource.id} />
          </>
        )
      }}
    </Answer>
  )
}
