/** Draws a page with several kinds of text, one of them turned, 1200 x 840 pixels. */
export function drawSample(canvas) {
  canvas.width = 1200;
  canvas.height = 840;
  const pen = canvas.getContext('2d', { willReadFrequently: true });
  pen.textBaseline = 'alphabetic';
  pen.fillStyle = '#f7f3ea';
  pen.fillRect(0, 0, 1200, 840);

  pen.fillStyle = '#23395d';
  pen.fillRect(0, 0, 1200, 130);
  pen.fillStyle = '#ffffff';
  pen.font = '52px sans-serif';
  pen.fillText('Tea House Jorhat', 60, 85);

  pen.fillStyle = '#222222';
  pen.font = '34px serif';
  pen.fillText('Dear guests,', 60, 210);
  pen.fillText('our tea is picked by hand', 60, 270);
  pen.fillText('and brewed for four minutes.', 60, 330);

  pen.font = '30px monospace';
  pen.fillText('Assam Gold      4.20', 60, 450);
  pen.fillText('Green Darjeeling 5.10', 60, 510);
  pen.fillText('Masala Chai      3.90', 60, 570);

  pen.font = '20px sans-serif';
  pen.fillStyle = '#555555';
  pen.fillText('Open every day from 8 to 20. Call 555 0123 for a table.', 60, 800);

  pen.save();
  pen.translate(900, 650);
  pen.rotate(-0.2);
  pen.fillStyle = '#ffe48a';
  pen.fillRect(-190, -110, 380, 240);
  pen.fillStyle = '#7a2e0e';
  pen.font = 'italic 42px serif';
  pen.textAlign = 'center';
  pen.fillText('Today only', 0, -40);
  pen.fillText('two cups', 0, 25);
  pen.fillText('for one', 0, 90);
  pen.restore();
}
