import { sql } from 'kysely'
import { reachesNothing, reachOf } from '../../core/access.ts'
import type { RowOf } from '../../core/entity.ts'
import { refuseField } from '../../core/failure.ts'
import { joinId, newId, splitId } from '../../core/identifiers.ts'
import { find, insert } from '../../core/records.ts'
import type { Tx } from '../../core/tx.ts'
import { Client } from '../clients/index.ts'
import { ServiceClient, type ServiceRecord } from './serviceRecord.ts'

type Service = RowOf<typeof ServiceRecord>

/** Writes down who a service was given to, instead of what stood there before. */
export async function noteClients(tx: Tx, service: Service, clients: readonly string[]): Promise<void> {
  const chosen = [...new Set(clients)]
  if (chosen.length > service.people)
    throw refuseField('people', `服务人次不能少于所选的 ${chosen.length} 位服务对象，请核对`)
  if (chosen.some((one) => splitId(one).county !== service.county))
    throw refuseField('clients', '服务对象请在本区县中选择')
  if (service.version > 1)
    tx.send(
      sql`delete from service_client where county = ${service.county} and service = ${splitId(service.id).uuid}::uuid`,
    )
  for (const one of chosen) {
    // the door has found it; a file taken into another is served under the one that was kept
    const client = (await find(tx, Client, one))!
    if (client.state === 'merged') throw refuseField('clients', `「${client.name}」的档案已并入另一份，请重新选择`)
    await insert(
      tx,
      ServiceClient,
      { id: newId(service.county), station: service.station },
      { service: service.id, client: client.id, clientName: client.name },
    )
  }
}

/** Who a service was given to, as one column beside the record, so that reading one asks once. */
export const clientsColumn = sql<string | null>`(
  select json_agg(json_build_array(s.county || '-' || s.client, s.client_name, c.id is not null) order by s.client_name)::text
  from service_client s left join client c on c.county = s.county and c.id = s.client
  where s.county = service_record.county and s.service = service_record.id)`

/** The clients in that column, and whether the reader may open their files. */
export function clientsIn(tx: Tx, column: string | null): { id: string; name: string; open: boolean }[] {
  const mayOpen = !reachesNothing(reachOf(tx.actor, 'client.read'))
  const clients = JSON.parse(column ?? '[]') as [id: string, name: string, there: boolean][]
  return clients.map(([id, name, there]) => ({ id, name, open: mayOpen && there }))
}

/** Ids of those a service was given to. */
export async function clientsOf(tx: Tx, service: string): Promise<string[]> {
  const { county, uuid } = splitId(service)
  const rows = await tx.rows<{ client: string }>(
    sql`select client from service_client where county = ${county} and service = ${uuid}::uuid order by client_name`,
  )
  return rows.map(({ client }) => joinId(county, client))
}
