export { openBrowser, openPhone } from '../../tools/chromium.mjs'
