// `npm run pictures`: takes the pictures of docs/pictures from the built product with a fresh demo, as its people see it.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { openBrowser } from './chromium.mjs'
import { build, install, root } from './prepare.mjs'

const phone = { width: 390, height: 844 }
const desk = { width: 1440, height: 900 }

/** What each picture shows: who looks, at which page, and what they have opened on it. */
const pictures = [
  { name: 'worker-home-phone', login: 'taihe.shegong', path: '/', view: phone },
  { name: 'county-home', login: 'guandu', path: '/', view: desk },
  { name: 'monthly-report', login: 'guandu', path: lastReport, view: desk },
  { name: 'station-findings', login: 'taihe.zhan', path: '/findings', view: desk },
  { name: 'policy', login: 'guandu', path: '/policy?code=GD&kind=post', view: desk },
  { name: 'places', login: 'panzhihua', path: '/places/510421?levels=2', view: desk },
]

const port = 18_790
const address = `http://127.0.0.1:${port}`

/** Starts the product on an empty folder, as its README says; answers the demo's passwords by login. */
async function startProduct(data) {
  const server = spawn(process.execPath, [join(root, 'dist/server/main.js'), 'start'], {
    env: { ...process.env, YIZHAN_DATA: data, PORT: String(port), HOST: '127.0.0.1' },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  await new Promise((resolve, reject) => {
    server.stdout.on('data', (text) => {
      if (String(text).includes('按 Ctrl-C 停止')) resolve()
    })
    server.on('exit', (code) => reject(new Error(`the product ended with ${code} while starting`)))
  })
  const lines = readFileSync(join(data, 'demo-logins.txt'), 'utf8').split('\n')
  const cells = lines.map((line) => line.trim().split(/\s{2,}/))
  const passwords = new Map(cells.map(([, login, password]) => [login, password]))
  const stop = () => new Promise((resolve) => server.once('exit', resolve).kill('SIGTERM'))
  return { passwords, stop }
}

/** Asks the API as the page's user. */
function ask(page, call, input) {
  return page.evaluate(
    async ([name, body]) => {
      const headers = { 'content-type': 'application/json' }
      const response = await fetch(`/api/${name}`, { method: 'POST', headers, body: JSON.stringify({ input: body }) })
      return response.json()
    },
    [call, input],
  )
}

/** An accepted report of last month: figures that stand. */
async function lastReport(page) {
  const { rows } = await ask(page, 'reporting/listReports', { level: 'station', state: 'accepted' })
  return `/reports/${rows[0].id}`
}

async function settled(page) {
  await page.waitForLoadState('networkidle')
  await page.waitForFunction(
    () => document.querySelector('h1') !== null && document.querySelector('.ant-skeleton, .ant-spin-spinning') === null,
  )
}

/** Signs in and opens the page; one browser context for each picture, as each of them is somebody else's. */
async function take(browser, { name, login, path, view }, password) {
  const context = await browser.newContext({
    baseURL: address,
    viewport: view,
    deviceScaleFactor: view === phone ? 2 : 4 / 3,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  await page.goto('/login')
  await page.getByLabel('登录名').fill(login)
  await page.getByLabel('口令', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录' }).click()
  await page.waitForURL((url) => !url.pathname.startsWith('/login'))
  await page.goto(typeof path === 'string' ? path : await path(page))
  await settled(page)
  const content = await page.screenshot({ caret: 'hide' })
  await context.close()
  const file = join(root, 'docs/pictures', `${name}.png`)
  await sharp(content).png({ palette: true, colours: 128, effort: 10 }).toFile(file)
  console.log(`${file} ${Math.round(statSync(file).size / 1000)} kB`)
}

install()
build()
mkdirSync(join(root, 'docs/pictures'), { recursive: true })
const data = mkdtempSync(join(tmpdir(), 'yizhan-pictures-'))
const product = await startProduct(data)
const browser = await openBrowser()
try {
  for (const picture of pictures) await take(browser, picture, product.passwords.get(picture.login))
} finally {
  await browser.close()
  await product.stop()
  rmSync(data, { recursive: true, force: true })
}
