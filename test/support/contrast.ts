/**
 * Run in a page: texts whose contrast to their ground is below WCAG AA, 4.5 to 1 (3 to 1 for large ones), with the
 * ratio. What is disabled does not count, as there.
 */
export const contrastFlaws = `(() => {
  const channels = (color) => {
    const [r, g, b, a = 1] = color.match(/[\\d.]+/g).map(Number)
    return { r, g, b, a }
  }
  const over = (top, base) => {
    const mix = (name) => top[name] * top.a + base[name] * (1 - top.a)
    return { r: mix('r'), g: mix('g'), b: mix('b'), a: 1 }
  }
  const groundOf = (element) => {
    const layers = []
    for (let one = element; one; one = one.parentElement) layers.push(channels(getComputedStyle(one).backgroundColor))
    return layers.reverse().reduce((base, top) => over(top, base), { r: 255, g: 255, b: 255, a: 1 })
  }
  const luminance = ({ r, g, b }) => {
    const [lr, lg, lb] = [r, g, b].map((c) => (c /= 255) <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    return 0.2126 * lr + 0.7152 * lg + 0.0722 * lb
  }
  const ratio = (a, b) => {
    const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x)
    return (light + 0.05) / (dark + 0.05)
  }
  const flaws = []
  for (const element of document.querySelectorAll('body *')) {
    const text = [...element.childNodes].filter((n) => n.nodeType === 3).map((n) => n.data.trim()).join('')
    if (!text || element.closest(':disabled, .unseen, datalist') || !element.checkVisibility()) continue
    const style = getComputedStyle(element)
    const ground = groundOf(element)
    const found = ratio(over(channels(style.color), ground), ground)
    const size = parseFloat(style.fontSize)
    const large = size >= 24 || (size >= 18.66 && style.fontWeight >= 700)
    if (found < (large ? 3 : 4.5)) flaws.push(text.slice(0, 40) + ': ' + found.toFixed(2))
  }
  return flaws
})()`
