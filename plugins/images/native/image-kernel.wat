;; The loops over pixels that augmentation spends its time in, four numbers at a time. Images are float32[height, width, 3], each with
;; 16 bytes of room behind it: a pixel is read and written as four numbers, of which the last belongs to the next one.
(module
  (import "fill" "map" (func $map (param $coordinate f64) (param $size i32) (result f64)))
  ;; At 0 are the four numbers that are written beyond the edge.
  (memory (export "memory") 1)

  ;; Writes an image moved by the matrix from output to input coordinates, with bilinear interpolation. $mode says what lies
  ;; beyond the edge: 0 its last pixel, 1 the numbers at 0, otherwise what is where `map` brings the coordinates to. The last row and column have the one
  ;; before them as their neighbour.
  (func (export "warp")
    (param $mode i32) (param $source i32) (param $height i32) (param $width i32) (param $to i32) (param $rows i32) (param $columns i32)
    (param $rr f64) (param $rc f64) (param $r0 f64) (param $cr f64) (param $cc f64) (param $c0 f64)
    (local $row i32) (local $column i32) (local $top i32) (local $left i32) (local $below i32) (local $beside i32)
    (local $lastTop i32) (local $lastLeft i32) (local $lastRow f64) (local $lastColumn f64)
    (local $rowY f64) (local $rowX f64) (local $y f64) (local $x f64)
    (local $a i32) (local $c i32) (local $right v128) (local $upper v128) (local $lower v128) (local $corner v128)
    (local.set $lastRow (f64.convert_i32_s (i32.sub (local.get $height) (i32.const 1))))
    (local.set $lastColumn (f64.convert_i32_s (i32.sub (local.get $width) (i32.const 1))))
    ;; An image of one row or column is its own neighbour.
    (if (i32.gt_s (local.get $height) (i32.const 1))
      (then
        (local.set $lastTop (i32.sub (local.get $height) (i32.const 2)))
        (local.set $below (i32.mul (local.get $width) (i32.const 12)))))
    (if (i32.gt_s (local.get $width) (i32.const 1))
      (then
        (local.set $lastLeft (i32.sub (local.get $width) (i32.const 2)))
        (local.set $beside (i32.const 12))))
    (loop $nextRow
      (local.set $rowY
        (f64.add (f64.mul (local.get $rr) (f64.convert_i32_s (local.get $row))) (local.get $r0)))
      (local.set $rowX
        (f64.add (f64.mul (local.get $cr) (f64.convert_i32_s (local.get $row))) (local.get $c0)))
      (local.set $column (i32.const 0))
      (loop $nextColumn
        (block $written
        (local.set $y
          (f64.add (local.get $rowY) (f64.mul (local.get $rc) (f64.convert_i32_s (local.get $column)))))
        (local.set $x
          (f64.add (local.get $rowX) (f64.mul (local.get $cc) (f64.convert_i32_s (local.get $column)))))
        (if
          (i32.or
            (i32.or (f64.lt (local.get $y) (f64.const 0)) (f64.gt (local.get $y) (local.get $lastRow)))
            (i32.or (f64.lt (local.get $x) (f64.const 0)) (f64.gt (local.get $x) (local.get $lastColumn))))
          (then
            (if (i32.eq (local.get $mode) (i32.const 1))
              (then
                (v128.store (local.get $to) (v128.load (i32.const 0)))
                (br $written)))
            (if (local.get $mode)
              (then
                (local.set $y (call $map (local.get $y) (local.get $height)))
                (local.set $x (call $map (local.get $x) (local.get $width))))
              (else
                (local.set $y (f64.max (f64.const 0) (f64.min (local.get $y) (local.get $lastRow))))
                (local.set $x (f64.max (f64.const 0) (f64.min (local.get $x) (local.get $lastColumn))))))))
        (local.set $top (i32.trunc_sat_f64_s (local.get $y)))
        (local.set $left (i32.trunc_sat_f64_s (local.get $x)))
        (if (i32.gt_s (local.get $top) (local.get $lastTop)) (then (local.set $top (local.get $lastTop))))
        (if (i32.gt_s (local.get $left) (local.get $lastLeft)) (then (local.set $left (local.get $lastLeft))))
        (local.set $a
          (i32.add
            (local.get $source)
            (i32.mul
              (i32.add (i32.mul (local.get $top) (local.get $width)) (local.get $left))
              (i32.const 12))))
        (local.set $c (i32.add (local.get $a) (local.get $below)))
        (local.set $right
          (f32x4.splat
            (f32.demote_f64 (f64.sub (local.get $x) (f64.convert_i32_s (local.get $left))))))
        (local.set $corner (v128.load (local.get $a)))
        (local.set $upper
          (f32x4.add
            (local.get $corner)
            (f32x4.mul
              (local.get $right)
              (f32x4.sub (v128.load (i32.add (local.get $a) (local.get $beside))) (local.get $corner)))))
        (local.set $corner (v128.load (local.get $c)))
        (local.set $lower
          (f32x4.add
            (local.get $corner)
            (f32x4.mul
              (local.get $right)
              (f32x4.sub (v128.load (i32.add (local.get $c) (local.get $beside))) (local.get $corner)))))
        (v128.store
          (local.get $to)
          (f32x4.add
            (local.get $upper)
            (f32x4.mul
              (f32x4.splat (f32.demote_f64 (f64.sub (local.get $y) (f64.convert_i32_s (local.get $top)))))
              (f32x4.sub (local.get $lower) (local.get $upper))))))
        (local.set $to (i32.add (local.get $to) (i32.const 12)))
        (local.set $column (i32.add (local.get $column) (i32.const 1)))
        (br_if $nextColumn (i32.lt_s (local.get $column) (local.get $columns))))
      (local.set $row (i32.add (local.get $row) (i32.const 1)))
      (br_if $nextRow (i32.lt_s (local.get $row) (local.get $rows)))))

  ;; Adds `shift` to `count` numbers, not beyond the lowest and the highest of them; then multiplies by `factor` and adds `added`, not
  ;; beyond `least` and `most`. `count` is a multiple of 4: the caller fills up the room behind the image with one of its numbers.
  (func (export "relight")
    (param $start i32) (param $count i32)
    (param $shift f32) (param $factor f32) (param $added f32) (param $least f32) (param $most f32)
    (local $at i32) (local $end i32) (local $low v128) (local $high v128) (local $value v128)
    (local.set $end (i32.add (local.get $start) (i32.mul (local.get $count) (i32.const 4))))
    (local.set $low (v128.load (local.get $start)))
    (local.set $high (local.get $low))
    (local.set $at (local.get $start))
    (loop $search
      (local.set $value (v128.load (local.get $at)))
      (local.set $low (f32x4.pmin (local.get $low) (local.get $value)))
      (local.set $high (f32x4.pmax (local.get $high) (local.get $value)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $search (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $low (f32x4.pmin (local.get $low) (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $low) (local.get $low))))
    (local.set $low (f32x4.pmin (local.get $low) (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $low) (local.get $low))))
    (local.set $high (f32x4.pmax (local.get $high) (i8x16.shuffle 8 9 10 11 12 13 14 15 0 1 2 3 4 5 6 7 (local.get $high) (local.get $high))))
    (local.set $high (f32x4.pmax (local.get $high) (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $high) (local.get $high))))
    (local.set $at (local.get $start))
    (loop $change
      (local.set $value (f32x4.add (v128.load (local.get $at)) (f32x4.splat (local.get $shift))))
      (local.set $value (f32x4.pmin (f32x4.pmax (local.get $value) (local.get $low)) (local.get $high)))
      (local.set $value
        (f32x4.add (f32x4.mul (local.get $value) (f32x4.splat (local.get $factor))) (f32x4.splat (local.get $added))))
      (v128.store
        (local.get $at)
        (f32x4.pmin (f32x4.pmax (local.get $value) (f32x4.splat (local.get $least))) (f32x4.splat (local.get $most))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $change (i32.lt_u (local.get $at) (local.get $end))))))
