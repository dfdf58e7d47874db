export { openBrowser } from '../../tools/chromium.mjs'
