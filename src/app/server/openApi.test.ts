import openapiTypeScript, { astToString } from 'openapi-typescript'
import { expect, it } from 'vitest'
import { registry } from '../modules.ts'
import { openApi, openApiPage } from './openApi.ts'

it('the API is described as OpenAPI 3.1 that other people’s tools read', async () => {
  const document = openApi(registry)
  const types = astToString(await openapiTypeScript(JSON.stringify(document)))
  expect(types).toContain('"/api/services/recordService"')
  const calls = Object.keys(document.paths as object).filter((path) => !path.startsWith('/api/files'))
  expect(calls).toHaveLength(registry.size)
})

it('it also says how a file is uploaded and downloaded', async () => {
  const { paths } = openApi(registry) as {
    paths: Record<string, Record<string, { requestBody?: { content: object } }>>
  }
  expect(Object.keys(paths['/api/files']!.post!.requestBody!.content)).toEqual(['multipart/form-data'])
  expect(Object.keys(paths['/api/files/{id}']!)).toEqual(['get'])
})

it('people read the same on one page: every call, what it takes, who may', () => {
  const page = openApiPage(registry)
  for (const name of registry.keys()) expect(page).toContain(`POST /api/${name}<`)
  expect(page).not.toContain('<script')
})
