import { describe, expect, test } from 'vitest';
import { plainText } from '../../demo/reading/plain-text.ts';

describe('plain text of HTML', () => {
  test.each([
    ['paragraphs and breaks as lines', '<div>하나<br>둘<br/>셋</div><p class="0">넷</p>', '하나\n둘\n셋\n\n넷'],
    ['cells of a table apart', '<table><tr><td>가</td><td>나</td></tr></table>', '가 나'],
    ['inline marks without a trace', '서울<b>시</b> <span lang="EN-US" style="x: y;">780</span>명', '서울시 780명'],
    [
      'no comment, style or script',
      '<!--[if gte mso 9]><xml>x</xml><![endif]-->가<style>p{}</style><script>1<2</script>나',
      '가나',
    ],
    ['conditional marks of Word', '<p><![if !supportEmptyParas]>&nbsp;<![endif]><o:p></o:p>가</p>', '가'],
    ['entities', '&quot;A&nbsp;&amp;&#44032;&#x1F600;&lt;b&gt;&hellip;', '"A &가😀<b>…'],
    ['unknown entities as they are', 'R&D; &nothing;', 'R&D; &nothing;'],
    ['impossible characters as such', '&#0;&#55555;&#9999999;', '\ufffd\ufffd\ufffd'],
    ['what only looks like a mark', '3 < 5, <제목>, a<', '3 < 5, <제목>, a<'],
    ['a quoted bracket inside a tag', '<a title="a > b" href=x>가</a>', '가'],
    ['a quote never closed', '<a title="x>가</a>나', '가나'],
    ['spaces and empty lines once', '<p>가  나</p>\r\n\r\n\r\n<p>&#8203;</p><p>다</p>', '가 나\n\n다'],
  ])('shows %s', (_what, html, text) => {
    expect(plainText(html)).toBe(text);
  });

  test('takes time by its length alone', () => {
    const text = plainText('<a '.repeat(10_000) + '<!--'.repeat(10_000));
    expect(text).toBe('');
  });
});
