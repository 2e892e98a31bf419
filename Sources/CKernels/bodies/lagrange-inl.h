// Coefficients of Lagrange's series of taker-inl.h: x = a l sum c_n (h l)^(n-1).
//
// Eight, twelve or sixteen terms are the series cut off. Ten are the sixteen economized (Lanczos 1938,
// doi:10.1002/sapm1938171123): shares lie in an interval that starts at 0, not in a circle around it, and there each power
// from the tenth on is a polynomial of degree 9 but for a Chebyshev polynomial too small to matter. With u = -h l / H in
// [0, 1], H = NB_REACH_10 min(r, 1)/r:
//
//     u^m = sum over j < 10 of E_mj u^j  +  what is left out,         10 <= m < 16,
//     d_j = c_j + sum over m of c_m (-H)^(m-j) E_mj,                  indices from 0.
//
// What both steps leave out is below 2^-54 of x for every r at least 1/16.

/// E: the coefficients are exact.
static const double nb_economy[NB_MOMENTS - NB_ECONOMIZED][NB_ECONOMIZED] = {
    {-0x1p-19, 0x1.9p-12, -0x1.9c8p-7, 0x1.4ap-3, -0x1.0c2p+0, 0x1.f48p+1, -0x1.1c6p+3, 0x1.9p+3, -0x1.54p+3, 0x1.4p+2},
    {-0x1.5p-17, 0x1.03ep-9, -0x1.08bp-4, 0x1.a0e2p-1, -0x1.4bcep+2, 0x1.2d15p+4, -0x1.4874p+5, 0x1.b12p+5, -0x1.474p+5, 0x1.cep+3},
    {-0x1.fap-16, 0x1.842p-8, -0x1.875cp-3, 0x1.3064p+1, -0x1.dcf82p+3, 0x1.a7f9p+5, -0x1.c1abp+6, 0x1.1cap+7, -0x1.9338p+6, 0x1.fap+4},
    {-0x1.1f8p-14, 0x1.b5fdp-7, -0x1.b5fdp-2, 0x1.51404p+2, -0x1.04f7dp+5, 0x1.c8b1acp+6, -0x1.da7ccp+7, 0x1.23fep+8, -0x1.8d1cp+7, 0x1.d33p+5},
    {-0x1.1238p-13, 0x1.9f488p-6, -0x1.9c6638p-1, 0x1.3aec5p+3, -0x1.e281d6p+5, 0x1.a0fb44p+7, -0x1.aa7557p+8, 0x1.01148p+9, -0x1.53eacp+8, 0x1.7fe8p+6},
    {-0x1.cfe3p-13, 0x1.5d77dep-5, -0x1.58fce5p+0, 0x1.059da52p+4, -0x1.8d85262p+6, 0x1.5419bd1p+8, -0x1.578930cp+9, 0x1.97b683p+9, -0x1.080aecp+9, 0x1.21edep+7},
};

/// c_1 .. c_terms at r, c_n = (n - r)(n - 2 r) ... (n - (n-2) r) / (n-1)!; economized where ten are asked for.
NB_INLINE void nb_lagrange_series(nb_v r, int terms, nb_v *c) {
  int kept = terms == NB_ECONOMIZED ? NB_MOMENTS : terms;
  double factorial = 1.0; // (n - 1)!
  NB_UNROLLED for (int n = 1; n <= kept; ++n) {
    nb_v product = 1.0 / factorial;
    NB_UNROLLED for (int j = 1; j <= n - 2; ++j) product *= nb_mul_add((nb_v)(double)-j, r, (nb_v)(double)n);
    factorial *= n;
    c[n - 1] = product;
  }
  if (terms != NB_ECONOMIZED) return;
  nb_v inverse = -1.0 / NB_REACH_10 * nb_at_least(r, 1.0), end = 1.0 / inverse, power = end;
  NB_UNROLLED for (int m = 1; m < NB_MOMENTS; ++m, power *= end) // c_m (-H)^m
    if (m >= NB_ECONOMIZED) c[m] *= power;
  power = 1.0;
  NB_UNROLLED for (int j = 0; j < NB_ECONOMIZED; ++j, power *= inverse) {
    nb_v change = 0.0;
    NB_UNROLLED for (int m = NB_MOMENTS - 1; m >= NB_ECONOMIZED; --m)
      change = nb_mul_add(c[m], (nb_v)nb_economy[m - NB_ECONOMIZED][j], change);
    c[j] = nb_mul_add(change, power, c[j]);
  }
}
