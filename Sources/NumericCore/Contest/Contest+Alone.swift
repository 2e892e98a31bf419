extension Contest {
    /// One topic as a contest of its own, of those creators alone who are eligible in it.
    /// - Precondition: the contest is separable and the topic has an eligible creator.
    /// - Complexity: O(cells of the topic).
    func alone(topic k: Int) throws(FieldError) -> Contest {
        func one(_ parameter: PerTopic) -> PerTopic { PerTopic(parameter[k]) }
        let licence = Market.Licence(
            price: one(market.licence.price), decay: one(market.licence.decay), outsideData: one(market.licence.outsideData))
        let market = try Market(
            mu: one(self.market.mu), alpha: one(self.market.alpha), beta: one(self.market.beta), gamma: one(self.market.gamma),
            royalty: one(self.market.royalty), licence: licence, conversationShare: one(self.market.conversationShare),
            demand: self.market.demand)
        let cells = layout.range(ofTopic: k)
        let exponents: CostExponents
        switch costs.exponents {
        case .shared(let rho): exponents = .shared(rho)
        case .perTopic(let rhos): exponents = .shared(rhos[k])
        case .perCell(let rhos): exponents = .perCell(CellBuffer(cells.map { rhos[$0] }))
        }
        let costs = try PowerCost(
            layout: CellLayout(creators: cells.count, topics: 1), coefficients: CellBuffer(cells.map { self.costs.coefficients[$0] }),
            exponents: exponents)
        return try Contest(market: market, costs: costs, competition: competition)
    }
}
